from odoo import api, fields, models

ACTIVITY = "recovery_housing.activity_night"


class NightCron(models.Model):
    """Nights that open by themselves, and a reminder of those that nobody closed."""

    _inherit = "recovery.night"

    reminded_on = fields.Datetime(string="Reminded on", readonly=True, copy=False)

    @api.model
    def _cron_nights(self):
        """Open tonight where houses ask for it and remind of nights that nobody closed. Running it again changes nothing."""
        self._open_tonight()
        self._remind()

    @api.model
    def _open_tonight(self):
        houses = self.env["recovery.house"].search([("night_auto", "=", True), ("kind_id.nights", "!=", "stay")])
        wanted = {}
        for house in houses:
            date = house._get_night_to_open()
            if date:
                wanted[house] = date
        known = {
            (night.house_id, night.date)
            for night in self.search([("house_id", "in", houses.ids), ("date", "in", list(set(wanted.values())))])
        }
        self.create([
            {"house_id": house.id, "date": date, "state": "open"} for house, date in wanted.items()
            if (house, date) not in known
        ])

    @api.model
    def _remind(self):
        """Make one to-do for each forgotten night, for whoever was on duty, else for the staff of the house."""
        forgotten = self.search([("is_forgotten", "=", True), ("reminded_on", "=", False)])
        activity_type, rows = self.env.ref(ACTIVITY), []
        for night in forgotten.filtered(lambda night: night._is_over()):
            staff = night.employee_ids or night.house_id.employee_ids or night.program_id.employee_ids
            user = staff.user_id.filtered("active")[:1] or night.create_uid
            rows.append({
                "res_model_id": self.env["ir.model"]._get_id(self._name), "res_id": night.id, "user_id": user.id,
                "activity_type_id": activity_type.id, "summary": activity_type.summary, "automated": True,
                "date_deadline": fields.Date.context_today(self),
            })
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(rows)
        self.browse([row["res_id"] for row in rows]).sudo().write({"reminded_on": fields.Datetime.now()})

    def _finish_reminders(self):
        self.env["mail.activity"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids),
            ("activity_type_id", "=", self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY)),
        ]).action_feedback()

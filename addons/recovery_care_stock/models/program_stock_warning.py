from odoo import api, fields, models

from .stock_level_worry import WORRIES

ACTIVITY = "recovery_care_stock.activity_stock"


class ProgramStockWarning(models.Model):
    """One to-do a programme for whoever looks after its material: what runs out and what expires."""

    _inherit = "recovery.program"

    @api.model
    def _cron_warn_of_stock(self):
        """Keep one to-do where something runs out or expires, with what it is today; none where nothing does."""
        levels = self.env["recovery.stock.level"].sudo().search([("status", "in", WORRIES)])
        by_program = levels.grouped("program_id")
        programs = self.sudo().search([("id", "in", [program.id for program in by_program])])
        wanted = {program: user for program in programs if (user := program._get_stock_user())}
        activity_type = self.env.ref(ACTIVITY)
        existing = self.env["mail.activity"].sudo().search([
            ("res_model", "=", self._name), ("activity_type_id", "=", activity_type.id),
        ]).grouped("res_id")
        new = []
        for program, user in wanted.items():
            note = by_program[program]._describe_worries(user)
            activity = next(iter(existing.pop(program.id, [])), None)
            if not activity:
                new.append({
                    "res_model_id": self.env["ir.model"]._get_id(self._name), "res_id": program.id, "user_id": user.id,
                    "activity_type_id": activity_type.id, "note": note, "automated": True,
                    "date_deadline": fields.Date.context_today(program),
                })
            elif (activity.note, activity.user_id) != (note, user):
                activity.write({"note": note, "user_id": user.id})
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(new)
        self.env["mail.activity"].sudo().union(*existing.values()).unlink()

    def _get_stock_user(self):
        """Return whoever looks after the material of one programme: as chosen, else a manager of its staff."""
        self.ensure_one()
        chosen = self.stock_user_id & self.user_ids
        return chosen or self.user_ids.filtered(lambda user: user.has_group("recovery_care.group_manager"))[:1]


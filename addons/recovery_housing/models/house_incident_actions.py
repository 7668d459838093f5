from datetime import timedelta

from odoo import fields, models

ACTIVITY_TELL = "recovery_housing.activity_tell"
ACTIVITY_FOLLOW_UP = "recovery_housing.activity_follow_up"


class HouseIncidentActions(models.Model):
    """The steps of an incident, who is told of it, and the to-dos that see to both."""

    _inherit = "recovery.house.incident"

    def action_follow_up(self):
        """Write down that what followed from the incident is done."""
        self.write({"state": "followed_up"})

    def action_close(self):
        """Close incidents; reserved for programme managers.

        :raises ValidationError: while somebody has not been told
        """
        self.write({"state": "closed", "closed_on": fields.Datetime.now(), "closed_by_id": self.env.uid})

    def action_reopen(self):
        self.write({"state": "open", "closed_on": False, "closed_by_id": False})

    def action_cancel(self):
        self.write({"state": "cancelled"})

    # Who is told

    def _update_notices(self):
        """Add whoever has to be told of the level of these incidents and is not listed; nobody is taken off."""
        rows = []
        for incident in self.sudo():
            known = {(notice.role, notice.employee_id, notice.partner_id) for notice in incident.notice_ids}
            for duty in incident.level_id.duty_ids.filtered(
                lambda duty, incident=incident: not duty.company_id or duty.company_id == incident.company_id,
            ):
                for employee in incident._find_recipients(duty.role):
                    key = (duty.role, employee, duty.partner_id)
                    if key not in known:
                        known.add(key)
                        rows.append({
                            "incident_id": incident.id, "role": duty.role, "employee_id": employee.id,
                            "partner_id": duty.partner_id.id, "due": incident.date + timedelta(hours=duty.hours),
                        })
        self.env["recovery.house.incident.notice"].sudo().create(rows)._make_to_dos()

    def _find_recipients(self, role):
        """Return the employees who are told in a role, one at a time; an empty one where nobody is known or asked for."""
        nobody = self.env["hr.employee"].sudo()
        program = self.program_id
        if role == "house":
            found = self.house_id._get_staff()[:1]
        elif role == "programme":
            found = program.employee_ids.filtered(
                lambda employee: employee.user_id.active and employee.user_id.has_group("recovery_care.group_manager"),
            )[:1]
        elif role == "keyworker":
            # Of a restricted resident it would tell who it is; their team tells by itself.
            clients = self.person_ids.filtered(lambda person: person.role != "witness").client_id
            return self.env["recovery.episode"].sudo().search([
                ("client_id", "in", clients.filtered(lambda client: not client.restricted).ids),
                ("program_id", "=", program.id), ("state", "in", ("active", "paused")), ("keyworker_id", "!=", False),
            ]).keyworker_id
        else:
            found = nobody
        return found or [nobody]

    # To-dos

    def _find_doer(self, employee=None):
        """Return the user of an employee who may see one incident, else whoever wrote it down."""
        self.ensure_one()
        users = (employee or self.env["hr.employee"]).sudo().user_id.filtered("active")
        for user in users:
            if self.with_user(user).with_context(allowed_company_ids=self.company_id.ids).has_access("read"):
                return user
        return self.sudo().create_uid

    def _update_follow_up(self):
        """Keep one to-do for each open incident that has to be followed up."""
        self = self.sudo()  # pylint: disable=self-cls-assignment
        self.activity_unlink([ACTIVITY_FOLLOW_UP])
        for incident in self.filtered(lambda incident: incident.state == "open" and incident.follow_up_due):
            incident.activity_schedule(
                ACTIVITY_FOLLOW_UP, date_deadline=incident.follow_up_due,
                user_id=incident._find_doer(incident.house_id._get_staff()).id,
            )
        self.filtered(lambda incident: incident.state == "cancelled").activity_unlink([ACTIVITY_TELL])

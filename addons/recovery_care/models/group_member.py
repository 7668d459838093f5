from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..table_rules import Check, UniqueIndex


class GroupMember(models.Model):
    """Who belongs to a group, from when to when."""

    _name = "recovery.group.member"
    _description = "Member of a group"
    _inherit = [
        "recovery.client.record", "recovery.dated", "recovery.absence", "recovery.private.thread", "mail.activity.mixin",
    ]
    _order = "group_id, date_from desc, id desc"
    _mail_post_access = "write"
    _free_text_paths = ("program_id",)
    # Two open memberships of one person in one group say the same: one is enough.
    _merge_clashes = {"one_open": "aside"}

    group_id = fields.Many2one("recovery.group", required=True, index=True, ondelete="restrict")
    program_id = fields.Many2one(related="group_id.program_id", string="Programme", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="group_id.company_id", store=True, precompute=True, default=None)
    date_to = fields.Date(help="The last day; empty: still a member.")
    is_current = fields.Boolean(string="Member now")

    _one_open = UniqueIndex(
        "(group_id, client_id) WHERE date_to IS NULL", "Client: this person is a member of the group already.",
        key=lambda row: (row["group_id"], row["client_id"]) if row["date_to"] is None else None,
    )
    _dates = Check(
        "CHECK(date_to >= date_from)", "To: a membership cannot end before it begins.",
        holds=lambda row: row["date_to"] is None or row["date_to"] >= row["date_from"],
    )

    @api.depends("group_id.name", "client_id.code")
    def _compute_display_name(self):
        for member in self:
            code = member.sudo().client_id.code
            member.display_name = code and f"{code} · {member.group_id.sudo().name or ''}"

    @api.constrains("group_id", "date_from", "date_to")
    def _check_capacity(self):
        for group in self.sudo().group_id.filtered("capacity"):
            for day in {member.date_from for member in self if member.group_id == group}:
                members = self.sudo().search([("group_id", "=", group.id)])._filtered_on(day)
                if len(members.client_id) > group.capacity:
                    raise ValidationError(self.env._(
                        "Capacity: “%(group)s” has %(number)s places. End a membership or raise the capacity.",
                        group=group.name, number=group.capacity,
                    ))

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._follow_in_sessions()
        return members

    def write(self, vals):
        before = [(member.group_id, member.client_id) for member in self] if vals.keys() & {"group_id", "client_id"} else []
        result = super().write(vals)
        if before and before != [(member.group_id, member.client_id) for member in self]:
            raise UserError(self.env._("Client, Group: end this membership and add another."))
        if vals.keys() & {"date_from", "date_to"}:
            self._follow_in_sessions()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        """A membership entered by mistake goes; one that was lived ends."""
        lived = self.env["recovery.delivery"].sudo().search_count([
            ("encounter_id.group_id", "in", self.group_id.ids), ("client_id", "in", self.sudo().client_id.ids),
            ("state", "!=", "planned"),
        ], limit=1)
        if lived:
            raise UserError(self.env._("To: somebody who took part is not deleted from the group. Write the last day."))
        self._leave_sessions(self._get_coming_sessions(), ended=self)

    def _get_coming_sessions(self):
        return self.env["recovery.encounter"].sudo().search([
            ("group_id", "in", self.group_id.ids), ("state", "=", "planned"),
            ("date", ">=", fields.Date.context_today(self)),
        ])

    def _follow_in_sessions(self):
        """Put members into planned sessions of today and later, and take them out of those after they left."""
        sessions = self._get_coming_sessions()
        taken = {(row.encounter_id, row.client_id) for row in sessions.delivery_ids if row.state != "cancelled"}
        joining = [
            (session, member) for member in self.sudo() for session in sessions
            if session.group_id == member.group_id and member._filtered_on(session.date)
            and (session, member.client_id) not in taken
        ]
        self.env["recovery.delivery"].sudo().create([
            {
                "encounter_id": session.id, "client_id": member.client_id.id,
                "service_id": session.group_id.service_id.id, "minutes": session.minutes,
            }
            for session, member in joining
        ])
        self._leave_sessions(sessions)

    def _leave_sessions(self, sessions, ended=()):
        """Delete the planned services of members in sessions of days on which no membership of theirs holds.

        :param ended: memberships that are about to be deleted
        """
        clients = self.sudo().client_id
        others = self.sudo().search([
            ("group_id", "in", self.group_id.ids), ("client_id", "in", clients.ids),
            ("id", "not in", [member.id for member in ended]),
        ])
        sessions.delivery_ids.filtered(lambda row: (
            row.state == "planned" and row.client_id in clients and not others.filtered(
                lambda member: member.client_id == row.client_id and member.group_id == row.encounter_id.group_id,
            )._filtered_on(row.date)
        )).unlink()

    @api.model
    def _get_absence_sql(self):
        return (
            SQL(
                "recovery_group_member o JOIN recovery_group g ON g.id = o.group_id AND g.active"
                " AND (o.date_to IS NULL OR o.date_to >= %s)", fields.Date.context_today(self),
            ),
            SQL("g.absence_alert_after"), SQL("e.group_id = o.group_id AND e.date >= o.date_from"),
        )

    def _get_absence_responsible(self):
        """Return {membership: res.users}: the keyworker of the running episode, else the first of the group's staff."""
        episodes = self.env["recovery.episode"].sudo().search([
            ("client_id", "in", self.client_id.ids), ("program_id", "in", self.program_id.ids),
            ("state", "in", ["active", "paused"]), ("keyworker_id.user_id", "!=", False),
        ])
        keyworkers = {(episode.client_id, episode.program_id): episode.keyworker_id.user_id for episode in episodes}
        return {
            member: keyworkers.get((member.client_id, member.program_id)) or member.group_id.employee_ids.user_id[:1]
            for member in self.sudo()
        }

    def action_end(self):
        """End memberships today."""
        self.write({"date_to": fields.Date.context_today(self)})

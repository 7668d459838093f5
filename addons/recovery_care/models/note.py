from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class Note(models.Model):
    """Free text about a client, apart from the facts, each with its audience."""

    _name = "recovery.note"
    _description = "Note"
    _inherit = ["recovery.client.record"]
    _order = "date desc, id desc"

    client_id = fields.Many2one(
        compute="_compute_client_id", store=True, readonly=False, precompute=True,
    )
    encounter_id = fields.Many2one("recovery.encounter", index="btree_not_null", ondelete="restrict", check_company=True)
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        compute="_compute_program_id", store=True, readonly=False, precompute=True,
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    body = fields.Text(required=True)
    audience = fields.Selection(
        [("team", "Team"), ("counsellors", "Counsellors"), ("author", "Only me")], required=True, default="team",
        help="Team: all staff of the programme. Counsellors: its counsellors. Only me: the author.",
    )
    author_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.user, index=True, ondelete="restrict",
    )

    @api.depends("encounter_id")
    def _compute_client_id(self):
        for note in self:
            clients = note.encounter_id.delivery_ids.client_id
            note.client_id = note.client_id or (clients if len(clients) == 1 else False)

    @api.depends("encounter_id.program_id", "client_id")
    def _compute_program_id(self):
        for note in self:
            client = note.client_id.sudo()
            programs = client._get_programs_of(note.company_id)
            own = programs.filtered(lambda program: self.env.user in program.user_ids)
            note.program_id = note.encounter_id.program_id or note.program_id or (own or programs)[:1]

    @api.depends("client_id.code", "date")
    def _compute_display_name(self):
        for note in self:
            day = fields.Datetime.context_timestamp(note, note.date).date() if note.date else ""
            code = note.sudo().client_id.code
            note.display_name = code and f"{code} · {day}"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "author_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and ("author_id" in vals or any(note.author_id != self.env.user for note in self)):
            raise AccessError(self.env._("Note: only its author changes a note. Write another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A note stays in the file of the client; add a correcting note."))

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..table_rules import Check


class Publication(models.Model):
    """What the organisation published: an article, a leaflet, a broadcast."""

    _name = "recovery.publication"
    _description = "Publication"
    _inherit = ["recovery.state.machine", "recovery.prechecked"]
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_names_search = ["name", "authors"]

    _state_transitions = {"draft": {"published"}, "published": {"withdrawn"}, "withdrawn": {"published"}}

    name = fields.Char(string="Title", required=True)
    kind = fields.Selection(
        [
            ("article", "Article"), ("leaflet", "Leaflet"), ("book", "Book or chapter"), ("report", "Report"),
            ("broadcast", "Broadcast"), ("online", "Website or post"), ("other", "Other"),
        ],
        required=True, default="article",
    )
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        default=lambda self: self.env["recovery.client"]._default_intake_program(),
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date = fields.Date(string="Published on", index=True)
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_publication_employee_rel", "publication_id", "employee_id", string="Authors from the staff",
        check_company=True,
    )
    authors = fields.Char(string="Other authors")
    url = fields.Char(string="Address")
    document = fields.Binary(attachment=True)
    document_name = fields.Char()
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")], required=True, default="draft",
        copy=False, index=True,
    )

    _dated = Check(
        "CHECK(state = 'draft' OR date IS NOT NULL)", "Published on: write the day.",
        holds=lambda row: row["state"] == "draft" or row["date"] is not None,
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(publication.state != "draft" for publication in self):
            raise UserError(self.env._("State: what was published is withdrawn, not deleted."))

    def action_publish(self):
        """Count the publications from their day on; a missing day is today."""
        self.filtered(lambda publication: not publication.date).write({"date": fields.Date.context_today(self)})
        self.write({"state": "published"})

    def action_withdraw(self):
        self.write({"state": "withdrawn"})

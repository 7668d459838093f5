from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class OrsLicence(models.TransientModel):
    """Lets the administrator record the licence for rating on a screen, which is kept with the company.

    Companies themselves are changed by Odoo's own administrator alone.
    """

    _name = "recovery.ors.licence"
    _description = "ORS licence"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    notice = fields.Char(compute="_compute_notice")
    holder = fields.Char(
        string="Licence holder", default=lambda self: self.env.company.ors_licence_holder,
        help="The organisation or person named on the licence.",
    )
    number = fields.Char(string="Licence number", default=lambda self: self.env.company.ors_licence_number)
    scope = fields.Char(
        string="Scope of the licence", default=lambda self: self.env.company.ors_licence_scope,
        help="What the licence allows, such as “paper, up to 10 practitioners”.",
    )
    expiry = fields.Date(
        string="Licence valid until", default=lambda self: self.env.company.ors_licence_expiry,
        help="Its last day; empty: without end.",
    )

    @api.depends("company_id")
    def _compute_notice(self):
        for licence in self:
            licence.notice = licence.company_id.sudo()._get_ors_licence_notice()

    def action_record(self):
        """Keep the licence with the company; with everything empty, none is recorded any more.

        :raises AccessError: for another company than the user's
        :raises ValidationError: when the holder or the number is missing
        """
        self.ensure_one()
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("Company: the licence is recorded in one of your own companies."))
        values = {name: self[name] and str(self[name]).strip() for name in ("holder", "number", "scope")}
        if any((*values.values(), self.expiry)):
            for name in ("holder", "number"):
                if not values[name]:
                    raise ValidationError(self.env._(
                        "%s: write it down, or empty all fields when there is no licence.",
                        self._fields[name]._description_string(self.env),
                    ))
        self.company_id.sudo().write({
            "ors_licence_holder": values["holder"], "ors_licence_number": values["number"],
            "ors_licence_scope": values["scope"], "ors_licence_expiry": self.expiry,
        })
        return {"type": "ir.actions.act_window_close"}

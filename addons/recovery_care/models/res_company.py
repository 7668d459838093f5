from odoo import fields, models
from odoo.tools import format_date

# So many days before its end a licence is called to mind.
NOTICE_DAYS = 30


class ResCompany(models.Model):
    _inherit = "res.company"

    ors_licence_holder = fields.Char(string="ORS licence holder")
    ors_licence_number = fields.Char(string="ORS licence number")
    ors_licence_scope = fields.Char(
        string="ORS licence scope", help="What the licence allows, such as “paper, up to 10 practitioners”.",
    )
    ors_licence_expiry = fields.Date(string="ORS licence valid until")

    def _get_ors_licence_notice(self):
        """Return why rating on a screen is not covered by a recorded licence, or soon will not be, or False."""
        self.ensure_one()
        if not (self.ors_licence_holder and self.ors_licence_number):
            return self.env._(
                "No licence for rating on a screen is recorded. Use paper forms and enter the figures, "
                "or have the administrator record the licence under Configuration.",
            )
        if not self.ors_licence_expiry:
            return False
        date = format_date(self.env, self.ors_licence_expiry)
        days = (self.ors_licence_expiry - fields.Date.context_today(self)).days
        if days < 0:
            return self.env._("The licence for rating on a screen expired on %s.", date)
        if days <= NOTICE_DAYS:
            return self.env._(
                "The licence for rating on a screen expires on %(date)s (days left: %(days)s).", date=date, days=days,
            )
        return False

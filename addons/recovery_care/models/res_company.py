import pytz
from odoo import fields, models, tools
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

    def _get_timezone(self):
        """Return the time zone (pytz) whose days one company's figures are counted in."""
        self.ensure_one()
        return pytz.timezone(self._get_timezone_name())

    @tools.ormcache("self.id")
    def _get_timezone_name(self):
        return self.sudo().resource_calendar_id.tz or "UTC"

    def write(self, vals):
        result = super().write(vals)
        if "resource_calendar_id" in vals:
            self.env.registry.clear_cache()
        return result

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

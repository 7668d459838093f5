from markupsafe import Markup
from odoo import models
from odoo.tools import format_date

# What is told, the worst first.
WORRIES = ("out", "expired", "short", "expiring")


class StockLevelWorry(models.Model):
    """What runs out or expires, in words."""

    _inherit = "recovery.stock.level"

    def _describe_worries(self, user):
        """Return what runs out or expires, the worst first, as a list (HTML) in the language of ``user``."""
        levels = self.with_context(lang=user.lang).sorted(lambda level: (WORRIES.index(level.status), level.id))
        return Markup("<ul>%s</ul>") % Markup("").join(Markup("<li>%s</li>") % level._describe_worry() for level in levels)

    def _describe_worry(self):
        self.ensure_one()
        name = self.product_id.display_name
        if self.status == "out":
            return self.env._("%s: none left", name)
        if self.status == "expired":
            return self.env._("%(material)s: %(pieces)s pieces have expired", material=name, pieces=self.expired)
        if self.status == "short":
            if not self.daily_use:
                return self.env._(
                    "%(material)s: %(pieces)s pieces left, not below %(minimum)s",
                    material=name, pieces=self.on_hand, minimum=self.minimum,
                )
            return self.env._(
                "%(material)s: %(pieces)s pieces left, lasts until %(day)s",
                material=name, pieces=self.on_hand, day=format_date(self.env, self.lasts_until),
            )
        return self.env._(
            "%(material)s: %(pieces)s pieces expire, the first on %(day)s",
            material=name, pieces=self.expiring, day=format_date(self.env, self.expires_next),
        )

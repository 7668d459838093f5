from odoo import api, fields, models
from odoo.tools import format_date

# A programme with years of material at hand needs no hint; one that opens its last packages does.
SOON = 7


class FrontDesk(models.AbstractModel):
    """Beside the steppers: what by the books is not in stock, and what expires within days."""

    _inherit = "recovery.front.desk"

    @api.model
    def get_setup(self, program_id=None):
        """Add ``stock_hint`` (text or False) to each material. It never stops anybody: stock follows the counter."""
        setup = super().get_setup(program_id)
        levels = self.env["recovery.stock.level"].search([("program_id", "=", setup["program"]["id"])])
        hints = {level.product_id.id: self._get_stock_hint(level) for level in levels}
        for material in setup["materials"]:
            material["stock_hint"] = hints.get(material["id"], False)
        return setup

    @api.model
    def _get_stock_hint(self, level):
        if level.status == "untracked":
            return False
        if level.on_hand <= 0:
            return self.env._("expired in stock") if level.expired > 0 else self.env._("none in stock")
        if level.expires_next and (level.expires_next - fields.Date.context_today(self)).days <= SOON:
            return self.env._("some expires %s", format_date(self.env, level.expires_next, date_format="d MMM"))
        return False

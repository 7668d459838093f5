from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..measures import MEASURES

READERS = (
    "recovery_care.group_manager,recovery_care.group_finance,recovery_care.group_data,recovery_care.group_auditor"
)
# Whose figures a search may name.
OWNERS = ("recovery.grant.indicator", "recovery.report.line")


class Counted(models.AbstractModel):
    """Records that a figure counts, found by the figure: ``[("counted_in", "=", "recovery.grant.indicator,7")]``.

    The list that a figure opens is searched anew each time, so that it stays true when it is reloaded, and
    the rules of the reader apply to it as to every search.
    """

    _name = "recovery.counted"
    _description = "Counted in a figure"

    counted_in = fields.Char(
        string="Counted in", compute="_compute_counted_in", search="_search_counted_in", groups=READERS,
        exportable=False,
    )

    def _compute_counted_in(self):
        self.counted_in = False

    @api.model
    def _search_counted_in(self, operator, value):
        """Return the domain of the records behind one figure.

        :raises UserError: for anything but "=" and "<model>,<id>" of a figure
        """
        values = list(value) if operator == "in" else [value]
        model, _comma, res_id = str(values[0]).partition(",") if values else ("", "", "")
        if operator not in ("=", "in") or len(values) != 1 or model not in OWNERS or not res_id.isdigit():
            return NotImplemented
        owner = self.env[model].browse(int(res_id))
        owner.check_access("read")
        scope, measure = owner.sudo()._get_scope(), MEASURES[owner.sudo().measure]
        if self._name not in measure.get_models():
            raise UserError(self.env._("This figure does not count records of this kind."))
        self.env.flush_all()
        rows = measure.counted_rows(scope)

        def to_sql(model, alias, query):
            return SQL(
                "%s IN (SELECT r.ref_id FROM (%s) r WHERE COALESCE(r.model, %s) = %s)", SQL.identifier(alias, "id"), rows,
                measure.model, self._name,
            )

        return Domain.custom(to_sql=to_sql)

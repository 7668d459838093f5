from datetime import date

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import ValidationError

from ..measures import MEASURES, Scope
from ..measures.dimensions import PERIODS
from ..volume_tables import build_table, get_dimension_labels

# Figures that cannot be grouped are counted one by one, for each cell.
MAX_CELLS = 3000


class VolumeTable(models.Model):
    """What was done, month by month: chosen indicators broken down by one or two dimensions.

    Of the claims of a grant, or of all that was done in chosen programmes. The table itself is
    never stored: it is counted each time it is opened.
    """

    _name = "recovery.volume.table"
    _description = "Table of volumes"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    grant_id = fields.Many2one(
        "recovery.grant", check_company=True, ondelete="cascade", index="btree_not_null",
        help="Only what the grant claims. Empty: everything done in the programmes.",
    )
    program_ids = fields.Many2many(
        "recovery.program", "recovery_volume_table_program_rel", "table_id", "program_id", string="Programmes",
        check_company=True, default=lambda self: self._default_programs(),
    )
    indicator_ids = fields.Many2many(
        "recovery.indicator", "recovery_volume_table_indicator_rel", "table_id", "indicator_id", string="Indicators",
        required=True, check_company=True,
    )
    date_from = fields.Date(string="From", required=True, default=lambda self: date(fields.Date.today().year, 1, 1))
    date_to = fields.Date(string="To", required=True, default=lambda self: date(fields.Date.today().year, 12, 31))
    row_by = fields.Selection(
        selection=lambda self: list(get_dimension_labels(self.env).items()), string="Rows", required=True, default="month",
    )
    column_by = fields.Selection(
        selection=lambda self: [item for item in get_dimension_labels(self.env).items() if item[0] != "day"],
        string="Columns", help="Each indicator is split by it as well.",
    )

    _date_order = Check(
        "CHECK(date_to >= date_from AND date_to - date_from < 4000)",
        "To: the period ends after it begins, and within ten years.",
        holds=lambda row: 0 <= (row["date_to"] - row["date_from"]).days < 4000,
    )
    _days = Check(
        "CHECK(row_by <> 'day' OR date_to - date_from < 400)", "Rows: for days choose a period of at most 400 days.",
        holds=lambda row: row["row_by"] != "day" or (row["date_to"] - row["date_from"]).days < 400,
    )
    _two_ways = Check(
        "CHECK(column_by IS NULL OR column_by <> row_by)", "Columns: choose something else than for the rows.",
        holds=lambda row: not row["column_by"] or row["column_by"] != row["row_by"],
    )

    @api.model
    def _default_programs(self):
        """The own programmes of a manager, all of the company for the others."""
        programs = self.env["recovery.program"].search([("company_id", "=", self.env.company.id)])
        own = programs.filtered(lambda program: self.env.user in program.sudo().user_ids)
        return own if self.env.user.has_group("recovery_care.group_manager") else programs

    @api.constrains("grant_id", "program_ids")
    def _check_programs(self):
        for table in self:
            if not table.grant_id and not table.sudo().program_ids:
                raise ValidationError(self.env._("Programmes: choose at least one, or a grant."))

    @api.constrains("indicator_ids", "grant_id")
    def _check_indicators(self):
        for table in self:
            indicators = table.sudo().with_context(active_test=False).indicator_ids
            if not indicators:
                raise ValidationError(self.env._("Indicators: choose at least one."))
            if not table.grant_id and "positions_filled" in indicators.mapped("measure"):
                raise ValidationError(self.env._("Indicators: filled posts are those of a grant. Choose one, or others."))

    @api.onchange("grant_id")
    def _onchange_grant_id(self):
        if self.grant_id:
            self.date_from, self.date_to = self.grant_id.date_start, self.grant_id.date_end
            if not self.indicator_ids:
                self.indicator_ids = self.grant_id.indicator_ids.indicator_id

    @api.onchange("company_id")
    def _onchange_company_id(self):
        self.program_ids = self.program_ids.filtered(lambda program: program.company_id == self.company_id)

    @api.readonly
    def get_table(self):
        """Return the figures of one table, counted now over the whole company; there are no names in it.

        :return: dict as ``volume_tables.build_table`` gives it
        :raises AccessError: for whoever may not read the table
        :raises ValidationError: where so many parts would have to be counted one by one that it takes too long
        """
        self.ensure_one()
        self.check_access("read")
        figures = self._get_figures()
        self._check_dimensions(figures)
        self._check_size(figures)
        return build_table(self.sudo().env, figures, self.row_by, self.column_by or None)

    def _get_figures(self):
        """Return what ``build_table`` asks for, one dict an indicator."""
        table = self.sudo().with_context(active_test=False)
        programs = table.grant_id.program_ids if table.grant_id else table.program_ids
        return [
            {
                "name": indicator.name, "unit": indicator.unit, "unit_label": indicator._get_own_unit_label(),
                "measure": MEASURES[indicator.measure],
                "scope": Scope(
                    grant_id=table.grant_id.id or None, company_id=table.company_id.id, program_ids=tuple(programs.ids),
                    date_from=table.date_from, date_to=table.date_to, today=fields.Date.context_today(self),
                    filters=indicator._get_filters(),
                    house_ids=tuple(table.grant_id.house_ids.ids) if table.grant_id else None,
                ),
            }
            for indicator in table.indicator_ids
        ]

    def _check_dimensions(self, figures):
        labels = get_dimension_labels(self.env)
        for dimension in filter(None, (self.row_by, self.column_by)):
            wrong = [figure["name"] for figure in figures if dimension not in figure["measure"].narrowed_by]
            if wrong:
                raise ValidationError(self.env._(
                    "Indicators: %(indicators)s cannot be broken down by %(dimension)s.",
                    indicators=", ".join(wrong), dimension=labels[dimension],
                ))

    def _check_size(self, figures):
        dimensions = [dimension for dimension in (self.row_by, self.column_by) if dimension]
        apart = sum(
            not figure["measure"].get_grain(figure["scope"])
            and not all(figure["measure"].is_grouped(figure["scope"], dimension) for dimension in dimensions)
            for figure in figures
        )
        days = (self.date_to - self.date_from).days + 1
        cells = apart
        for dimension in dimensions:
            # Districts and programmes are few; they are not looked up to find out.
            months = PERIODS.get(dimension)
            cells *= days if months == 0 else days // (30 * months) + 1 if months else 20
        if cells > MAX_CELLS:
            raise ValidationError(self.env._(
                "Rows: %s figures would have to be counted one by one. Choose months rather than days, no columns, or "
                "fewer indicators of people.", cells,
            ))

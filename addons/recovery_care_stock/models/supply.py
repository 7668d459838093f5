from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, sql

MONEY_GROUPS = "recovery_care.group_manager,recovery_care.group_finance,recovery_care.group_auditor"
# Written by the job alone; closed to people or refused in ``write``.
TOLD_BY_THE_JOB = {"stock_missing", "cost"}


class Supply(models.Model):
    """What of a line of material is booked in stock, and what it cost.

    Saving a visit only marks the line. ``recovery.stock.booking`` moves the goods afterwards, so that no stock that
    is short, locked or badly set up can hold up the counter.
    """

    _inherit = "recovery.supply"

    stock_open = fields.Boolean(
        string="To be booked", compute="_compute_stock_open", store=True, precompute=True, copy=False,
        groups=fields.NO_ACCESS,
    )
    stock_issued = fields.Integer(string="Out of stock", copy=False, groups=fields.NO_ACCESS, help="Pieces booked.")
    stock_returned = fields.Integer(string="Booked back", copy=False, groups=fields.NO_ACCESS, help="Used pieces booked.")
    stock_missing = fields.Integer(
        string="Not covered by stock", copy=False, readonly=True, groups=MONEY_GROUPS,
        help="Pieces handed out that were not in stock by its books. They are booked when stock comes.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(
        copy=False, readonly=True, groups=MONEY_GROUPS, help="Value of the goods that were moved, when they were moved.",
    )
    service_id = fields.Many2one(related="delivery_id.service_id", string="Delivered with")

    _stock_open_idx = models.Index("(date, program_id) WHERE stock_open")
    _stock_missing_idx = models.Index("(program_id, product_id) WHERE stock_missing > 0")

    def _auto_init(self):
        """Make the columns here: Odoo would compute and write them for every line of the past."""
        for name, kind, default in (
            ("stock_open", "bool", False), ("stock_issued", "int4", 0), ("stock_returned", "int4", 0),
            ("stock_missing", "int4", 0),
        ):
            if not sql.column_exists(self.env.cr, self._table, name):
                self.env.cr.execute(SQL(
                    "ALTER TABLE %s ADD COLUMN %s %s DEFAULT %s",
                    SQL.identifier(self._table), SQL.identifier(name), SQL(kind), default,
                ))
        return super()._auto_init()

    @api.depends("state", "issued", "returned", "product_id", "program_id", "date")
    def _compute_stock_open(self):
        """Whatever changes of what was booked, or should be, is looked at by the job."""
        for supply in self:
            supply.stock_open = supply.stock_issued or supply.stock_returned or self._is_for_stock(
                supply.state, supply.date, supply.program_id,
            )
        if any(supply.id and supply.stock_open for supply in self):
            self.env["recovery.stock.booking"]._plan()

    @api.model
    def _is_for_stock(self, state, day, program):
        # Alone: at the counter nothing else of the programme is asked for.
        program.sudo().fetch(["stock_from"])
        since = program.sudo().stock_from
        return state == "done" and bool(since) and bool(day) and day >= since

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Say it without a draft of each line, as the add-on below does with what a line takes from its service."""
        for vals in vals_list:
            delivery = self.env["recovery.delivery"].browse(vals.get("delivery_id")).sudo()
            vals["stock_open"] = self._is_for_stock(delivery.state, delivery.date, delivery.program_id)
        if any(vals["stock_open"] for vals in vals_list):
            self.env["recovery.stock.booking"]._plan()
        return super()._add_precomputed_values(vals_list)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_told_by_the_job(set().union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self._check_told_by_the_job(vals.keys())
        return super().write(vals)

    def _check_told_by_the_job(self, names):
        if not self.env.su and TOLD_BY_THE_JOB & set(names):
            raise AccessError(self.env._("Cost, Not covered by stock: they come from the stock and are not typed."))

    def _get_stock_wanted(self):
        """Return {``issued``, ``returned``}: pieces of one line that stock has to tell of."""
        self.ensure_one()
        done = self.state == "done"
        return {"issued": self.issued if done else 0, "returned": self.returned if done else 0}

from odoo import api, fields, models
from odoo.tools import SQL

# Days whose mean is the daily use, and days after which what was handed out is no longer listed.
MEAN_DAYS, SEEN_DAYS = 30, 90


class StockLevel(models.Model):
    """Material of a programme in stock, in pieces: what is there, how long it lasts, what expires next.

    Programmes that take from the same place, or from a part of it, use it up together: the daily use is that of all.
    """

    _name = "recovery.stock.level"
    _description = "Material in stock"
    _auto = False
    _order = "lasts_until, program_id, product_id"
    _rec_name = "product_id"

    program_id = fields.Many2one("recovery.program", string="Programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    location_id = fields.Many2one("stock.location", string="Lies in", readonly=True)
    product_id = fields.Many2one("product.product", string="Material", readonly=True)
    material_kind = fields.Selection(related="product_id.material_kind")
    on_hand = fields.Integer(string="On hand", readonly=True, help="Pieces that have not expired.")
    expired = fields.Integer(readonly=True, help="Pieces past their expiry date: take them out of stock.")
    expiring = fields.Integer(string="Expires soon", readonly=True, help="Pieces that expire within the days set.")
    expires_next = fields.Date(string="Expires next", readonly=True)
    daily_use = fields.Float(
        string="Daily use", digits=(12, 1), readonly=True, aggregator=None,
        help="Pieces handed out a day in the last 30 days by all programmes that take from this place.",
    )
    days_left = fields.Integer(string="Days left", readonly=True, aggregator=None, help="On hand divided by the daily use.")
    lasts_until = fields.Date(string="Lasts until", readonly=True)
    minimum = fields.Integer(
        string="Not below", readonly=True, aggregator=None,
        help="By the reordering rule of this place, else what is used in the days of the material or the programme.",
    )
    missing = fields.Integer(string="Not covered", readonly=True, help="Pieces handed out that stock did not have.")
    status = fields.Selection(
        [
            ("out", "None left"), ("expired", "Expired"), ("short", "Runs out"), ("expiring", "Expires soon"),
            ("fine", "Enough"), ("idle", "None, none used"), ("untracked", "Not kept in stock"),
        ],
        readonly=True,
    )

    _depends = {
        "recovery.program": [
            "active", "company_id", "front_desk", "material_ids", "stock_days", "stock_from", "stock_location_id",
        ],
        "recovery.supply": ["date", "issued", "product_id", "program_id", "state", "stock_missing"],
        "product.product": ["active", "product_tmpl_id"],
        "product.template": ["company_id", "is_storable", "material_kind", "material_stock_days", "material_stock_pieces"],
        "res.company": ["material_expiry_days"],
        "stock.location": ["parent_path", "usage"],
        "stock.lot": ["expiration_date"],
        "stock.quant": ["location_id", "lot_id", "product_id", "quantity"],
        "stock.warehouse.orderpoint": ["active", "location_id", "product_id", "product_min_qty"],
    }

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(
            """
            WITH place AS (%(places)s), used AS (%(used)s), offered AS (%(offered)s), held AS (%(held)s),
                 known AS (%(known)s)
            SELECT *, %(today)s + days_left AS lasts_until,
                   CASE WHEN NOT is_storable THEN 'untracked' WHEN on_hand <= 0 AND needed THEN 'out'
                        WHEN expired > 0 THEN 'expired' WHEN on_hand < minimum THEN 'short' WHEN expiring > 0 THEN 'expiring'
                        WHEN on_hand <= 0 THEN 'idle' ELSE 'fine' END AS status
              FROM (SELECT *, FLOOR(on_hand / NULLIF(daily_use, 0))::int AS days_left,
                           daily_use > 0 OR minimum > 0 OR missing > 0 AS needed FROM known) AS counted
            """,
            places=self._get_places(), used=self._get_used(today), offered=self._get_offered(), held=self._get_held(today),
            known=self._get_known(), today=today,
        )

    @api.model
    def _get_places(self):
        """Programmes that keep stock, and where."""
        return SQL(
            """
            SELECT p.id AS program_id, p.company_id, p.front_desk, p.stock_days, c.material_expiry_days AS expiry_days,
                   l.id AS location_id, l.parent_path
              FROM recovery_program p JOIN res_company c ON c.id = p.company_id
                   LEFT JOIN stock_location l ON l.id = p.stock_location_id
             WHERE p.active AND p.stock_from IS NOT NULL
            """,
        )

    @api.model
    def _get_used(self, today):
        """Pieces that each programme handed out of each product; what stock did not cover is listed however old."""
        return SQL(
            """
            SELECT program_id, product_id, SUM(issued) AS issued, SUM(missing) AS missing
              FROM (
                    SELECT program_id, product_id, 0 AS missing,
                           CASE WHEN date >= %(mean)s AND date < %(today)s THEN issued ELSE 0 END AS issued
                      FROM place JOIN recovery_supply USING (program_id) WHERE state = 'done' AND date >= %(seen)s
                    UNION ALL
                    SELECT program_id, product_id, stock_missing, 0 FROM recovery_supply WHERE stock_missing > 0
                   ) AS line
          GROUP BY program_id, product_id
            """,
            today=today, mean=fields.Date.subtract(today, days=MEAN_DAYS), seen=fields.Date.subtract(today, days=SEEN_DAYS),
        )

    @api.model
    def _get_offered(self):
        """Products of each programme: what it offers at its counter, and what it has handed out lately."""
        return SQL(
            """
            SELECT program_id, product_id FROM recovery_program_material_rel
             UNION SELECT program_id, product_id FROM used
             UNION
            SELECT place.program_id, p.id
              FROM place JOIN product_template t ON t.material_kind IS NOT NULL
                              AND (t.company_id IS NULL OR t.company_id = place.company_id)
                   JOIN product_product p ON p.product_tmpl_id = t.id AND p.active
             WHERE place.front_desk
               AND NOT EXISTS (SELECT 1 FROM recovery_program_material_rel r WHERE r.program_id = place.program_id)
            """,
        )

    @api.model
    def _get_held(self, today):
        """Quantities of each product in each programme's place and below, by expiry, in the unit of the stock."""
        return SQL(
            """
            SELECT place.program_id, q.product_id,
                   SUM(CASE WHEN lot.day < %(today)s THEN 0 ELSE q.quantity END) AS usable,
                   SUM(CASE WHEN lot.day < %(today)s THEN q.quantity ELSE 0 END) AS expired,
                   SUM(CASE WHEN lot.day BETWEEN %(today)s AND %(today)s + place.expiry_days
                            THEN q.quantity ELSE 0 END) AS expiring,
                   MIN(CASE WHEN lot.day >= %(today)s AND q.quantity > 0 THEN lot.day END) AS expires_next
              FROM place JOIN stock_location l ON l.parent_path LIKE place.parent_path || '%%' AND l.usage = 'internal'
                   JOIN stock_quant q ON q.location_id = l.id
                   LEFT JOIN (SELECT id, expiration_date::date AS day FROM stock_lot) AS lot ON lot.id = q.lot_id
          GROUP BY place.program_id, q.product_id
            """,
            today=today,
        )

    @api.model
    def _get_known(self):
        """All of it in pieces, a row for each programme and product."""
        return SQL(
            """
            SELECT place.program_id::bigint * 1000000 + p.id AS id, place.program_id, place.company_id, place.location_id,
                   p.id AS product_id, t.is_storable,
                   FLOOR(COALESCE(held.usable, 0) * size.pieces + 0.000001)::int AS on_hand,
                   FLOOR(COALESCE(held.expired, 0) * size.pieces + 0.000001)::int AS expired,
                   FLOOR(COALESCE(held.expiring, 0) * size.pieces + 0.000001)::int AS expiring,
                   held.expires_next, COALESCE(taken.daily, 0) AS daily_use, COALESCE(used.missing, 0)::int AS missing,
                   CEIL(COALESCE(
                       rule.quantity * size.pieces,
                       taken.daily * COALESCE(NULLIF(t.material_stock_days, 0), place.stock_days), 0
                   ))::int AS minimum
              FROM offered JOIN place USING (program_id)
                   JOIN product_product p ON p.id = offered.product_id JOIN product_template t ON t.id = p.product_tmpl_id
                   CROSS JOIN LATERAL (SELECT COALESCE(NULLIF(t.material_stock_pieces, 0), 1)) AS size(pieces)
                   LEFT JOIN used USING (program_id, product_id)
                   LEFT JOIN held USING (program_id, product_id)
                   LEFT JOIN LATERAL (
                        SELECT SUM(o.issued) / %(days)s AS daily
                          FROM used o JOIN place other USING (program_id)
                         WHERE o.product_id = p.id AND (other.program_id = place.program_id
                               OR other.parent_path LIKE place.parent_path || '%%')
                   ) AS taken ON TRUE
                   LEFT JOIN LATERAL (
                        SELECT MAX(product_min_qty) AS quantity FROM stock_warehouse_orderpoint
                         WHERE active AND product_id = p.id AND location_id = place.location_id
                   ) AS rule ON TRUE
            """,
            days=float(MEAN_DAYS),
        )

    @api.model
    def action_book_now(self):
        return self.env["recovery.stock.booking"].action_book_now()

    def action_open_lots(self):
        """Open what lies in the place of one line, by lot and expiry."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "stock.quant", "name": self.product_id.display_name,
            "view_mode": "list", "views": [(self.env.ref("recovery_care_stock.stock_quant_view_list").id, "list")],
            "domain": [("product_id", "=", self.product_id.id), ("location_id", "child_of", self.location_id.id)],
        }

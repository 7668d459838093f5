from datetime import datetime, time

import pytz
from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..shares import share_out


class StockBookingMoves(models.AbstractModel):
    """The stock moves: goods picked by first expired, first out; one move a product, lot and place."""

    _inherit = "recovery.stock.booking"

    @api.model
    def _find_goods(self, program, product, day):
        """Return the goods from which a programme can hand out a product on a day, the first to expire first.

        Physical quantities count, reserved or not: what was handed out is a fact, a reservation a plan. Goods past
        their expiry on that day are not taken; that they were handed out all the same, nobody may assume.

        :return: list of {``location``, ``lot``, ``package``, ``owner``, ``pieces`` (int), ``quantity`` (in stock's unit)}
        """
        location = program.stock_location_id
        if not location:
            return []
        rows = self.env["stock.quant"].sudo()._read_group(
            Domain("product_id", "=", product.id) & Domain("location_id", "child_of", location.id)
            & Domain("location_id.usage", "=", "internal") & Domain("company_id", "=", program.company_id.id),
            ["location_id", "lot_id", "package_id", "owner_id"], ["quantity:sum", "in_date:min"],
        )
        size = product.material_stock_pieces or 1
        zone = program.company_id._get_timezone()
        goods = []
        for place, lot, package, owner, quantity, arrived in rows:
            expires = lot.expiration_date and pytz.utc.localize(lot.expiration_date).astimezone(zone).date()
            pieces = int(quantity * size + 1e-6)
            if pieces > 0 and not (expires and expires < day):
                goods.append(((not lot, expires or fields.Date.to_date("9999-12-31"), arrived, lot.id), {
                    "location": place, "lot": lot, "package": package, "owner": owner, "pieces": pieces,
                    "quantity": quantity,
                }))
        return [one for _order, one in sorted(goods, key=lambda row: row[0])]

    @api.model
    def _pick(self, program, product, day, pieces):
        """Return goods for so many pieces of a product, or as many as there are, in the form of ``_find_goods``."""
        nothing = {"lot": self.env["stock.lot"], "package": self.env["stock.package"], "owner": self.env["res.partner"]}
        whole = {"location": program.stock_location_id, "pieces": pieces, "quantity": None, **nothing}
        if not program.stock_location_id:
            return []
        if not product.is_storable:
            return [whole]
        picks = []
        for good in self._find_goods(program, product, day):
            if pieces > 0:
                taken = min(good["pieces"], pieces)
                picks.append({**good, "pieces": taken})
                pieces -= taken
        # Goods of no lot, below zero, would never be matched with the lot that comes.
        if pieces > 0 and program.company_id.material_negative and product.tracking == "none":
            picks.append({**whole, "pieces": pieces})
        return picks

    @api.model
    def _move_out(self, program, day, todo):
        """Move goods for lines of material and enter them in the ledger.

        :param dict todo: {(kind, product): [(line, pieces)]}
        """
        company = program.company_id
        jobs = []
        for (kind, product), rows in todo.items():
            total = sum(pieces for _supply, pieces in rows)
            out = kind == "issued"
            picks = self._pick(program, product, day, total) if out else [{
                "location": company.handed_out_location_id, "lot": self.env["stock.lot"],
                "package": self.env["stock.package"], "owner": self.env["res.partner"], "pieces": total,
            }]
            target = company.handed_out_location_id if out else company.used_material_location_id
            parts = share_out(rows, [pick["pieces"] for pick in picks])
            for pick, part in zip(picks, parts, strict=True):
                quantity = pick["pieces"] / (product.material_stock_pieces or 1)
                jobs.append((kind, product, part, {
                    "handout_kind": kind, "handout_program_id": program.id, "handout_date": day,
                    **self._get_move_values(product, quantity, pick, target),
                }))
        moves = self._make_moves([vals for *_job, vals in jobs], company)
        entries = []
        for (kind, product, part, _vals), move in zip(jobs, moves, strict=True):
            value = move._get_handout_value() if kind == "issued" else 0.0
            entries += self._get_entry_values(program, day, kind, product, part, move, value)
        self.env["recovery.stock.entry"].create(entries)

    @api.model
    def _get_entry_values(self, program, day, kind, product, part, move, value):
        """Return entries that share the value of a move by pieces, to the last cent."""
        total, done, spent = sum(pieces for _supply, pieces in part), 0, 0.0
        entries = []
        for supply, pieces in part:
            done += pieces
            share = program.company_id.currency_id.round(value * done / total) - spent
            spent += share
            entries.append({
                "supply_id": supply.id, "company_id": program.company_id.id, "program_id": program.id, "date": day,
                "product_id": product.id, "kind": kind, "pieces": pieces, "quantity": move.quantity * pieces / total,
                "value": share, "move_id": move.id,
            })
        return entries

    @api.model
    def _take_back(self, back):
        """Move goods back to where they came from, lot by lot, and return the entries that say so.

        :param list back: [(entry, pieces, value)]
        """
        jobs = {}
        for entry, pieces, value in back:
            jobs.setdefault(entry.move_id, []).append((entry, pieces, value))
        vals_list = []
        for origin, rows in jobs.items():
            line = origin.move_line_ids[:1]
            quantity = sum(entry.quantity * pieces / entry.pieces for entry, pieces, _value in rows)
            vals_list.append({
                "handout_kind": "corrected", "handout_program_id": origin.handout_program_id.id,
                "handout_date": origin.handout_date, "origin_returned_move_id": origin.id,
                **self._get_move_values(origin.product_id, quantity, {
                    "location": origin.location_dest_id, "lot": line.lot_id, "package": self.env["stock.package"],
                    "owner": line.owner_id,
                }, line.location_id),
            })
        moves = self._make_moves(vals_list, self.env.company)
        return self.env["recovery.stock.entry"].create([
            {
                **{name: entry[name].id for name in ("supply_id", "company_id", "program_id", "product_id")},
                "date": entry.date, "kind": entry.kind, "pieces": -pieces, "value": -value,
                "quantity": -entry.quantity * pieces / entry.pieces, "move_id": move.id, "origin_id": entry.id,
            }
            for move, rows in zip(moves, jobs.values(), strict=True) for entry, pieces, value in rows
        ])

    @api.model
    def _get_move_values(self, product, quantity, pick, target):
        # A single piece of a large package is no move of nothing.
        quantity = product.uom_id.round(quantity) or product.uom_id.rounding
        common = {
            "product_id": product.id, "company_id": self.env.company.id, "location_id": pick["location"].id,
            "location_dest_id": target.id,
        }
        return {
            **common, "product_uom": product.uom_id.id, "product_uom_qty": quantity, "state": "confirmed", "picked": True,
            "restrict_partner_id": pick["owner"].id,
            "move_line_ids": [Command.create({
                **common, "product_uom_id": product.uom_id.id, "quantity": quantity, "lot_id": pick["lot"].id,
                "package_id": pick["package"].id, "owner_id": pick["owner"].id,
            })],
        }

    @api.model
    def _make_moves(self, vals_list, company):
        """Create moves that are done, dated with the noon of the day whose visits they tell of."""
        moves = self.env["stock.move"].create(vals_list)
        moves.with_context(ignore_dest_packages=True)._action_done()
        zone, now = company._get_timezone(), fields.Datetime.now()
        for day, group in moves.grouped("handout_date").items():
            noon = zone.localize(datetime.combine(day, time(12))).astimezone(pytz.utc).replace(tzinfo=None)
            group.write({"date": min(noon, now)})
        return moves

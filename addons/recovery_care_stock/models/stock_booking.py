import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)
CRON = "recovery_care_stock.cron_book"
# Visits of a busy counter share a run.
DELAY = timedelta(minutes=1)


class StockBooking(models.AbstractModel):
    """Moves in stock what was handed out and taken back, after the fact.

    One transaction books one programme's day: stock moves, the ledger (``recovery.stock.entry``) and what the lines
    of material say of it, or nothing of these. A run that is killed leaves the other days for the next. Each booking
    writes the lines that it books; of two runs at once PostgreSQL therefore refuses the second as a serialization
    failure, whatever started it, and nothing is booked twice.
    """

    _name = "recovery.stock.booking"
    _description = "Booking of material in stock"

    @api.model
    def _plan(self):
        """Have the job run within some minutes, once for all visits meanwhile. Nightly it runs in any case."""
        planned = self.env.cr.precommit.data
        if planned.get(CRON):
            return
        planned[CRON] = True
        # Not ``env.ref``, which asks the database for what the server knows. While the add-on is installed, there is none.
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(CRON)
        now = fields.Datetime.now()
        if cron_id and not self.env["ir.cron.trigger"].sudo().search_count([
            ("cron_id", "=", cron_id), ("call_at", ">", now + DELAY / 2), ("call_at", "<=", now + 2 * DELAY),
        ], limit=1):
            self.env["ir.cron"].sudo().browse(cron_id)._trigger(now + DELAY)

    @api.model
    def action_book_now(self):
        """Start the job now, beside whatever the user does."""
        self.env["recovery.program"].check_access("write")
        self.env.ref(CRON).sudo()._trigger()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "info", "message": self.env._("Material is being booked. Reload the list in a minute.")},
        }

    @api.model
    def _cron_book(self):
        """Book the days that have something to be booked, the oldest first, so that they get the oldest goods."""
        Cron = self.env["ir.cron"]
        try:
            self._fill_locations()
            days = self._find_days()
            Cron._commit_progress(remaining=len(days))
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            _logger.info("Material is being booked by another job: left to it and to the next run.")
            self._plan()
            return
        for program_id, day in days:
            self._book_or_leave(program_id, day)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _fill_locations(self):
        """Give programmes the stock of a warehouse that their company got later.

        Others are not even written: two jobs at once would refuse each other for nothing.
        """
        companies = self.env["stock.warehouse"].sudo().search([]).company_id
        programs = self.env["recovery.program"].sudo().search([
            ("stock_location_id", "=", False), ("stock_from", "!=", False), ("company_id", "in", companies.ids),
        ])
        programs._compute_stock_location_id()

    @api.model
    def _find_days(self):
        """Return the sorted [(programme id, day)] with lines to be booked, lines covered by now, or entries left alone."""
        Supply, Entry = self.env["recovery.supply"].sudo(), self.env["recovery.stock.entry"].sudo()
        found = {
            (program.id, day)
            for program, day in [
                *Supply._read_group([("stock_open", "=", True)], ["program_id", "date:day"]),
                *Entry._read_group([("supply_id", "=", False), ("settled", "=", False)], ["program_id", "date:day"]),
            ]
        }
        return sorted(found | self._find_covered_days(), key=lambda key: (key[1], key[0]))

    @api.model
    def _find_covered_days(self):
        """Return the {(programme id, day)} whose missing pieces may be in stock by now, no more than stock covers."""
        rows = self.env["recovery.supply"].sudo()._read_group(
            [("stock_missing", ">", 0), ("state", "=", "done")], ["product_id", "program_id", "date:day"],
            ["stock_missing:sum"], order="date:day",
        )
        left, days = {}, set()
        for product, program, day, missing in rows:
            place = (program.stock_location_id, product)
            if place not in left:
                picks = self._find_goods(program, product, fields.Date.context_today(self))
                left[place] = sum(pick["pieces"] for pick in picks)
            if left[place] > 0:
                left[place] -= missing
                days.add((program.id, day))
        return days

    @api.model
    def _book_or_leave(self, program_id, day):
        """Book one day; whatever goes wrong with it is told in the log and left to the next run."""
        program = self.env["recovery.program"].sudo().browse(program_id)
        company = program.company_id
        booking = self.sudo().with_company(company).with_context(
            allowed_company_ids=company.ids, lang=company.partner_id.lang, tracking_disable=True,
        )
        try:
            booking._book_day(booking.env["recovery.program"].browse(program_id), day)
            self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            _logger.info("Material of programme %s on %s is being changed: left to the next run.", program_id, day)
            self._plan()
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Material of programme %s on %s could not be booked in stock.", program_id, day)

    @api.model
    def _get_lines(self, program, day):
        return self.env["recovery.supply"].search(
            Domain("program_id", "=", program.id) & Domain("date", "=", day)
            & (Domain("stock_open", "=", True) | Domain("stock_missing", ">", 0)), order="id",
        )

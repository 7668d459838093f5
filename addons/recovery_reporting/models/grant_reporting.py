from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class GrantReporting(models.Model):
    """Making the next report of a grant."""

    _inherit = "recovery.grant"

    def action_new_report(self):
        """Open the grant's draft report, made now for the next period unless there is one.

        :return: window action
        :raises UserError: for a draft grant, and before the next period has begun
        """
        self.ensure_one()
        self.check_access("write")
        self._wait_for_turn()
        draft = self.report_ids.filtered(lambda report: report.state == "draft")[:1]
        if not draft:
            date_from, date_to = self._get_next_period()
            draft = self.env["recovery.report"].create({
                "grant_id": self.id, "date_from": date_from, "date_to": date_to,
            })
        return draft._get_form_action()

    def _wait_for_turn(self):
        """Let callers through one after another: the row is touched, so that whoever waited starts again afresh."""
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE recovery_grant SET write_date = write_date WHERE id = %s", self.id))
        self.invalidate_recordset(["report_ids"])

    def _get_next_period(self):
        """Return (from, to): the days after the last report, ``report_months`` long, at most to today.

        When the whole grant is reported, the period is the whole grant: the final report.
        """
        self.ensure_one()
        if self.state == "draft":
            raise UserError(self.env._("State: a draft grant has nothing to report. Start it first."))
        today = fields.Date.context_today(self)
        last = max(self.report_ids.mapped("date_to"), default=None)
        date_from = last + timedelta(days=1) if last else self.date_start
        if date_from > self.date_end:
            return self.date_start, self.date_end
        if date_from > today:
            raise UserError(self.env._(
                "From: the next period begins on %s; there is nothing to report yet.", date_from,
            ))
        date_to = date_from + relativedelta(months=self.report_months) - timedelta(days=1)
        return date_from, min(date_to, self.date_end, today)

    def action_open_reports(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.report", "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")], "name": self.env._("Reports: %s", self.name),
            "domain": [("grant_id", "=", self.id)], "context": {"default_grant_id": self.id},
        }

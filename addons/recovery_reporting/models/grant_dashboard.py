from odoo import api, fields, models
from odoo.tools import format_amount


class GrantDashboard(models.Model):
    """What the grant screen shows, in one call."""

    _inherit = "recovery.grant"

    @api.readonly
    def get_dashboard(self):
        """Return everything that the screen of one grant shows; the README of the add-on names every key.

        Figures are counted for the whole company; the numbers of claims, missing and conflicting
        deliveries are those that the user may see.
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "grant": self._get_dashboard_header(),
            "time": self._get_dashboard_time(),
            "indicators": [line._get_dashboard_row() for line in self.indicator_ids],
            "claimed": self.claimed_count,
            "missing": {
                "count": self.missing_count,
                "breakdown": self._get_missing_breakdown() if self.missing_count else [],
            },
            "conflict": {"count": self.conflict_count},
            "positions": self._get_dashboard_positions(),
            "reports": self._get_dashboard_reports(),
            "rights": {"write": self.has_access("write")},
        }

    def _get_dashboard_header(self):
        grant = self.sudo()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id, "name": self.name, "code": self.code, "call": self.call,
            "funder": grant.funder_id.name, "responsible": grant.responsible_id.name, "company": grant.company_id.name,
            "state": self.state, "state_label": states[self.state], "exclusive": self.exclusive,
            "date_start": fields.Date.to_string(self.date_start), "date_end": fields.Date.to_string(self.date_end),
            "amount": self.amount, "amount_text": format_amount(self.env, self.amount, grant.currency_id),
            "currency": {"id": grant.currency_id.id, "name": grant.currency_id.name},
            "programs": [{"id": program.id, "name": program.name} for program in grant.program_ids],
        }

    def _get_dashboard_time(self):
        today = fields.Date.context_today(self)
        total = (self.date_end - self.date_start).days + 1
        status = "before" if today < self.date_start else "ended" if today > self.date_end else "running"
        return {
            "share": self.time_share, "percent": round(self.time_share * 100), "status": status,
            "today": fields.Date.to_string(today), "days_gone": round(self.time_share * total), "days_total": total,
        }

    def _get_dashboard_positions(self):
        today = fields.Date.context_today(self)
        return [
            {
                "id": position.id, "job": position.job_id.name, "employee": position.employee_id.name, "fte": position.fte,
                "date_start": fields.Date.to_string(position.date_start),
                "date_end": fields.Date.to_string(position.date_end) or False,
                "filled": bool(position.employee_id) and position.date_start <= today
                and (not position.date_end or position.date_end >= today),
            }
            for position in self.sudo().position_ids
        ]

    def _get_dashboard_reports(self):
        Report = self.env["recovery.report"]
        states = dict(Report._fields["state"]._description_selection(self.env))
        may_download = Report._has_field_access(Report._fields["file_xlsx"], "read")
        return [
            {
                "id": report.id, "number": report.number, "name": self.env._("No. %s", report.number),
                "date_from": fields.Date.to_string(report.date_from), "date_to": fields.Date.to_string(report.date_to),
                "state": report.state, "state_label": states[report.state],
                "frozen_at": fields.Datetime.to_string(report.frozen_at) or False,
                "has_file": may_download and report.state == "frozen",
            }
            for report in self.report_ids
        ]

    @api.readonly
    def get_corrections(self):
        """Return the lines of the frozen reports of one grant whose figure of today differs from the frozen one.

        All figures of today are counted in one query, however many reports there are.

        :return: {id of the report as text: [{line_id, name, value, value_now, correction, text}]}
        """
        self.ensure_one()
        self.check_access("read")
        frozen = self.report_ids.filtered(lambda report: report.state == "frozen")
        corrections = {str(report.id): [] for report in frozen}
        for line in frozen.line_ids.filtered("correction"):
            corrections[str(line.report_id.id)].append({
                "line_id": line.id, "name": line.name, "value": line.value, "value_now": line.value_now,
                "correction": line.correction, "text": line._get_correction_text(),
            })
        return corrections

import base64
import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..measures import MEASURES
from ..report_workbook import ReportWorkbook

ORS_MEASURES = ("share_improved_ors", "persons_improved_ors")


class ReportFiles(models.Model):
    """The files of a report: XLSX made when it is frozen, PDF drawn from what was frozen."""

    _inherit = "recovery.report"

    def _get_header(self):
        """Return grant, funder and organisation of one report as plain values; as frozen once it is frozen."""
        self.ensure_one()
        if self.header:
            return self.header
        grant = self.sudo().grant_id
        return {
            "company": self.sudo().company_id.name, "grant": grant.name, "code": grant.code, "call": grant.call or "",
            "funder": grant.funder_id.name, "currency": grant.currency_id.name, "amount": grant.amount,
            "date_start": fields.Date.to_string(grant.date_start), "date_end": fields.Date.to_string(grant.date_end),
            "programs": ", ".join(grant.program_ids.mapped("name")), "number": self.number,
            "houses": ", ".join(grant.house_ids.mapped("name")),
            "date_from": fields.Date.to_string(self.date_from), "date_to": fields.Date.to_string(self.date_to),
            "by": self.env.user.name, "at": fields.Datetime.to_string(fields.Datetime.now()),
        }

    def _get_file_name(self):
        """Return such as ``CZ.03.02.01_No_4_2025-03-01_2025-08-31.xlsx``."""
        self.ensure_one()
        code = re.sub(r"[^\w.-]+", "-", self.grant_id.code or "").strip("-.") or "grant"
        return f"{code}_No_{self.number}_{self.date_from}_{self.date_to}.xlsx"

    def _get_xlsx(self, header):
        """Return the workbook of one report in base64, from its lines and the claims of this moment."""
        self.ensure_one()
        workbook = ReportWorkbook(self.env, header)
        lines = [
            {
                "code": line.code, "name": line.name, "unit": line.unit, "unit_label": line._get_unit_label(),
                "target": line.target, "value": line.value, "total": line.value_total, "detail": line.detail or "",
                "definition": line._get_definition(),
            }
            for line in self.line_ids
        ]
        workbook.add_summary(lines)
        workbook.add_indicators(lines)
        workbook.add_ors(self._get_ors_courses())
        if self.line_ids:
            workbook.add_volumes(self.env._("Volumes by month"), self._get_volume_tables())
        rows, hidden = self._get_activity_rows()
        workbook.add_activities(rows, hidden)
        if self.grant_id.house_ids and self.line_ids:
            workbook.add_nights(*self._get_night_rows())
        return base64.b64encode(workbook.close())

    def _get_ors_scope(self):
        """Return the Scope of the ORS indicator of one report, else of everybody supported."""
        lines = self.line_ids.sorted(lambda line: line.measure not in ORS_MEASURES)
        scope = lines[:1]._get_scope()
        if lines[:1].measure in ORS_MEASURES:
            return scope
        return type(scope)(**{**scope.__dict__, "filters": {}})

    def _get_ors_courses(self):
        """Return [(ratings, first, last, change)] of the people supported; totals None where not rated (twice)."""
        rows = MEASURES["share_improved_ors"].rows(self._get_ors_scope())
        return self.env.execute_query(SQL("SELECT r.rated, r.first, r.last, r.change FROM (%s) r", rows))

    def _get_activity_rows(self):
        """Return (rows, number of rows not shown) of the claimed deliveries of one report, oldest first.

        A row: (date, client code or None, headcount, service code, service, programme, place, minutes, quantity).
        Rows about restricted people are left out and counted.
        """
        self.ensure_one()
        self.env.flush_all()
        lang = self.env.lang or "en_US"
        rows = self.env.execute_query(SQL(
            """
            SELECT d.date, c.code, d.headcount, s.code, COALESCE(s.name->>%(lang)s, s.name->>'en_US'),
                   COALESCE(p.name->>%(lang)s, p.name->>'en_US'), e.place, d.minutes, d.quantity,
                   COALESCE(c.restricted, FALSE)
              FROM recovery_attribution a
              JOIN recovery_delivery d ON d.id = a.delivery_id
              JOIN recovery_encounter e ON e.id = d.encounter_id
              JOIN recovery_service s ON s.id = d.service_id
              JOIN recovery_program p ON p.id = d.program_id
         LEFT JOIN recovery_client c ON c.id = d.client_id
             WHERE a.grant_id = %(grant)s AND a.state = 'claimed' AND d.state = 'done'
               AND d.company_id = %(company)s AND d.date BETWEEN %(start)s AND %(end)s
          ORDER BY d.date, c.code NULLS LAST, d.id
            """,
            lang=lang, grant=self.grant_id.id, company=self.company_id.id, start=self.date_from, end=self.date_to,
        ))
        places = dict(self.env["recovery.activity.filter"]._get_choices("place"))
        shown = [(*row[:6], str(places.get(row[6], row[6])), *row[7:9]) for row in rows if not row[9]]
        return shown, len(rows) - len(shown)

    def action_download(self):
        """Return the download of the frozen XLSX.

        :raises UserError: for a draft
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "frozen":
            raise UserError(self.env._("State: a draft has no file yet. Freeze the report first."))
        return self._get_download("file_xlsx", self.file_name)

    def action_freeze_and_download(self):
        """Freeze one report unless it is frozen, and return the download of its XLSX."""
        self.ensure_one()
        self.action_freeze()
        return self.action_download()

    def action_download_pdf(self):
        """Return the download of the PDF; it is drawn at the first request and kept.

        :raises UserError: for a draft, and where the server has no program to draw PDFs
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "frozen":
            raise UserError(self.env._("State: a draft has no file yet. Freeze the report first."))
        if not self.sudo().with_context(bin_size=True).file_pdf:
            self.sudo()._lock_report()
            self.invalidate_recordset(["file_pdf"])
            if not self.sudo().with_context(bin_size=True).file_pdf:
                self.sudo()._store_pdf(self._render_pdf())
        return self._get_download("file_pdf", self.file_name.removesuffix(".xlsx") + ".pdf")

    def _render_pdf(self):
        Report = self.env["ir.actions.report"].sudo()
        if Report.get_wkhtmltopdf_state() == "install":
            raise UserError(self.env._(
                "PDF: the program “wkhtmltopdf” is not installed on the server. The XLSX file has the same figures.",
            ))
        content, _kind = Report._render_qweb_pdf("recovery_reporting.report_grant_action", self.ids)
        return content

    def _store_pdf(self, content):
        """Keep the PDF: the one column that may still be filled, once, after freezing."""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE recovery_report SET file_pdf = %s WHERE id = %s", base64.b64encode(content), self.id,
        ))
        self.invalidate_recordset(["file_pdf"])

    def _get_download(self, field, name):
        return {
            "type": "ir.actions.act_url", "target": "download",
            "url": f"/web/content/{self._name}/{self.id}/{field}/{name}?download=true",
        }

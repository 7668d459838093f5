import base64
import re

from odoo import fields, models

from ..workbook import Workbook


class VolumeWorkbook(Workbook):
    """The XLSX of one table of volumes."""

    def __init__(self, table):
        self.source = table.sudo()
        super().__init__(table.env, table.name, self.source.company_id.name)

    def _get_footer(self):
        return self.source.company_id.name

    def _get_headings(self, name):
        table = self.source
        what = table.grant_id.display_name or ", ".join(table.program_ids.mapped("name"))
        return f"{name} · {table.company_id.name}", what, f"{table.date_from} – {table.date_to}"


class VolumeFile(models.Model):
    """The table as a file."""

    _inherit = "recovery.volume.table"

    file_xlsx = fields.Binary(string="XLSX", compute="_compute_file_xlsx", exportable=False)

    def _compute_file_xlsx(self):
        """Made when it is asked for, of the figures of that moment."""
        for table in self:
            book = VolumeWorkbook(table)
            book.add_volumes(self.env._("Volumes"), [table.get_table()], chart=True)
            table.file_xlsx = base64.b64encode(book.close())

    def action_download(self):
        """Return the download of the XLSX of one table."""
        self.ensure_one()
        self.check_access("read")
        title = re.sub(r"[^\w.-]+", "-", self.name).strip("-.") or "volumes"
        name = f"{title}_{self.date_from}_{self.date_to}.xlsx"
        return {
            "type": "ir.actions.act_url", "target": "download",
            "url": f"/web/content/{self._name}/{self.id}/file_xlsx/{name}?download=true",
        }

from odoo import models


class OutreachSummary(models.Model):
    """What was done on a shift, by service, material and kind of find, for its summary on paper and on the phone."""

    _inherit = "recovery.outreach.shift"

    def _get_summary(self):
        """Return what was done on one shift, without names: list of {``title``, ``rows``: list of {``name``, ``text``}}."""
        self.ensure_one()
        done = [("encounter_id.shift_id", "=", self.id), ("state", "=", "done")]
        kinds = dict(self.env["recovery.find"]._fields["kind"]._description_selection(self.env))
        services = self.env["recovery.delivery"]._read_group(done, ["service_id"], ["__count"])
        materials = self.env["recovery.supply"]._read_group(done, ["product_id"], ["issued:sum", "returned:sum"])
        finds = self.env["recovery.find"]._read_group(
            [("shift_id", "=", self.id), ("state", "=", "done")], ["kind"], ["pieces:sum"],
        )
        return [
            {"title": self.env._("Services"), "rows": [
                {"name": service.name, "text": str(count)} for service, count in services
            ]},
            {"title": self.env._("Material"), "rows": [
                {"name": product.display_name, "text": self.env._("%(out)s out, %(back)s back", out=issued, back=returned)}
                for product, issued, returned in materials
            ]},
            {"title": self.env._("Found in public places"), "rows": [
                {"name": kinds[kind], "text": str(pieces)} for kind, pieces in finds
            ]},
        ]

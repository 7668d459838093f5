from datetime import date

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, NoOverlap
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class BedOutage(models.Model):
    """Nights on which a bed cannot be slept in."""

    _name = "recovery.bed.outage"
    _description = "Bed out of service"
    _inherit = ["recovery.prechecked", "recovery.board.source"]
    _check_company_auto = True
    _order = "date_from desc, id desc"
    _rec_names_search = ["bed_id", "reason"]

    bed_id = fields.Many2one("recovery.bed", required=True, index=True, ondelete="cascade", check_company=True)
    house_id = fields.Many2one(related="bed_id.house_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="bed_id.company_id", store=True, precompute=True, index=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", help="The first night on which it can be slept in again; empty: not known yet.")
    reason = fields.Char(required=True, help="Such as “heating”. Nothing about residents.")
    request_id = fields.Many2one(
        "maintenance.request", string="Maintenance request", index="btree_not_null", ondelete="restrict", check_company=True,
    )

    _dates = Check(
        "CHECK(date_to IS NULL OR date_to > date_from)", "Until: at least one night lies between.",
        lambda row: row["date_to"] is None or row["date_to"] > row["date_from"],
    )
    _once = NoOverlap(
        "EXCLUDE USING gist (int4range(bed_id, bed_id, '[]') WITH &&, daterange(date_from, date_to, '[)') WITH &&)",
        "From: the bed is out of service on some of these nights already.",
        lambda row: {"bed_id": row["bed_id"]}, lambda row: (row["date_from"], row["date_to"] or date.max),
    )

    @api.depends("bed_id", "date_from")
    def _compute_display_name(self):
        for outage in self:
            outage.display_name = f"{outage.bed_id.display_name or ''} · {outage.reason or ''}"

    @api.constrains("bed_id", "date_from", "date_to")
    def _check_stays(self):
        """Whoever holds the bed is moved first, or the bed stays in service."""
        for outage in self.sudo():
            Stay = self.env["recovery.stay"].sudo()
            stays = Stay.search(
                Stay._get_held_domain(outage.date_from, outage.date_to) & Domain("bed_id", "=", outage.bed_id.id)
                & Domain("state", "in", ("reserved", "in")),
            )
            if stays:
                raise ValidationError(self.env._(
                    "Bed: %(bed)s is held on some of these nights%(stays)s. Move the stay to another bed first.",
                    bed=outage.bed_id.display_name, stays=stays.sudo(False)._name_known(),
                ))

    @api.model_create_multi
    def create(self, vals_list):
        outages = super().create(vals_list)
        outages.bed_id._claim()
        return outages

    def write(self, vals):
        result = super().write(vals)
        self.bed_id._claim()
        return result

    def _end_on(self, day):
        """End outages on a day; one that took no night from anybody is forgotten."""
        short = self.filtered(lambda outage: outage.date_from >= day)
        short.unlink()
        (self - short).write({"date_to": day})

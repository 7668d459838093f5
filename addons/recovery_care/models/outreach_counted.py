from odoo import api, fields, models


class OutreachCounted(models.AbstractModel):
    """What was done on a shift or at one of its stops, counted from the visits that are done.

    Nothing of it is kept: a visit that is cancelled later counts no more, one added later does.
    Counted is what the user may see, in a constant number of queries for many records.
    """

    _name = "recovery.outreach.counted"
    _description = "Counts of outreach"

    # The field of recovery.encounter and recovery.find that leads to the record.
    _counted_by = None

    contact_count = fields.Integer(string="Contacts", compute="_compute_counts", help="Visits that are done.")
    people_known = fields.Integer(string="Known people", compute="_compute_counts", help="Different clients.")
    people_unnamed = fields.Integer(
        string="Unnamed people", compute="_compute_counts",
        help="As counted at each visit; somebody met twice without a name is two.",
    )
    syringes_issued = fields.Integer(string="Syringes out", compute="_compute_counts")
    syringes_returned = fields.Integer(string="Syringes back", compute="_compute_counts")
    material_issued = fields.Integer(string="Material out", compute="_compute_counts", help="Pieces of any kind.")
    material_returned = fields.Integer(string="Material back", compute="_compute_counts", help="Pieces of any kind.")
    found_count = fields.Integer(string="Found", compute="_compute_counts", help="Used pieces found in public places.")
    referral_count = fields.Integer(
        string="Sent on", compute="_compute_counts", help="Services that count as sending on to another institution.",
    )

    @api.depends_context("uid")
    def _compute_counts(self):
        counts = self._count_visits()
        for record in self:
            record.update(counts.get(record._origin.id, dict.fromkeys(self._get_count_fields(), 0)))

    def _get_count_fields(self):
        return [name for name, field in self._fields.items() if field.compute == "_compute_counts"]

    def _count_visits(self):
        """Return {id of a record: {count: number}} for these records."""
        path = f"encounter_id.{self._counted_by}"
        counts = {number: dict.fromkeys(self._get_count_fields(), 0) for number in self._origin.ids}
        done = [(path, "in", self._origin.ids), ("state", "=", "done")]
        Delivery = self.env["recovery.delivery"]
        for record, _visit, unnamed in Delivery._read_group(done, [path, "encounter_id"], ["headcount:max"]):
            counts[record.id]["contact_count"] += 1
            counts[record.id]["people_unnamed"] += unnamed
        for record, known in Delivery._read_group(done, [path], ["client_id:count_distinct"]):
            counts[record.id]["people_known"] = known
        for record, sent in Delivery._read_group([*done, ("service_id.is_referral", "=", True)], [path], ["__count"]):
            counts[record.id]["referral_count"] = sent
        for record, kind, issued, returned in self.env["recovery.supply"]._read_group(
            done, [path, "material_kind"], ["issued:sum", "returned:sum"],
        ):
            counts[record.id]["material_issued"] += issued
            counts[record.id]["material_returned"] += returned
            if kind == "syringe":
                counts[record.id].update(syringes_issued=issued, syringes_returned=returned)
        for record, found in self.env["recovery.find"]._read_group(
            [(self._counted_by, "in", self._origin.ids), ("state", "=", "done")], [self._counted_by], ["pieces:sum"],
        ):
            counts[record.id]["found_count"] = found
        return counts

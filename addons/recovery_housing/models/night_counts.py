from collections import Counter

from odoo import api, fields, models

WOMEN, MEN = "female", "male"


class NightCounts(models.Model):
    """What a night adds up to: stored, and fixed once the night is closed, as nothing in it changes then."""

    _inherit = "recovery.night"

    guest_count = fields.Integer(
        string="Guests", compute="_compute_guests", store=True,
        help="People in the register, known and unnamed; in a warming room those who came in for the first time that night.",
    )
    bed_nights = fields.Integer(
        string="Bed nights", compute="_compute_guests", store=True,
        help="Guests of the register with a bed or a mat. A warming room has none.",
    )
    mat_nights = fields.Integer(string="On mats", compute="_compute_guests", store=True, help="Of the bed nights.")
    women_count = fields.Integer(string="Women", compute="_compute_guests", store=True)
    men_count = fields.Integer(string="Men", compute="_compute_guests", store=True)
    gender_unknown_count = fields.Integer(string="Other or not known", compute="_compute_guests", store=True)
    unnamed_count = fields.Integer(string="Unnamed", compute="_compute_guests", store=True)
    new_count = fields.Integer(
        string="New", compute="_compute_guests", store=True, help="Clients who had never spent a night in the house before.",
    )
    refused_count = fields.Integer(string="Turned away", compute="_compute_refused_count", store=True, help="People.")
    entry_count = fields.Integer(
        string="Entries", compute="_compute_passages", store=True,
        help="Every coming in, also of somebody who had gone out.",
    )
    inside_count = fields.Integer(string="Inside now", compute="_compute_passages", store=True)
    peak_count = fields.Integer(
        string="Most at once", compute="_compute_passages", store=True,
        help="The largest number of people inside at one time.",
    )
    free_count = fields.Integer(
        string="Free", compute="_compute_free_count", store=True,
        help="Places left; of a closed warming room when most were inside.",
    )
    over_count = fields.Integer(
        string="Over capacity", compute="_compute_free_count", store=True, help="People beyond the places.",
    )

    @api.depends(
        "counted_by", "guest_ids.state", "guest_ids.persons", "guest_ids.bed_nights", "guest_ids.place", "guest_ids.gender",
        "guest_ids.is_new", "passage_ids.state", "passage_ids.direction", "passage_ids.again", "passage_ids.persons",
    )
    def _compute_guests(self):
        for night in self:
            guests = night.guest_ids.filtered(lambda guest: guest.state != "cancelled")
            genders = Counter()
            for guest in guests:
                genders[guest.gender] += guest.persons
            arrived = night._get_passages().filtered(lambda passage: passage.direction == "in" and not passage.again)
            count = sum((arrived if night.counted_by == "headcount" else guests).mapped("persons"))
            unnamed = count if night.counted_by == "headcount" else sum(guests.mapped("headcount"))
            night.update({
                "guest_count": count, "bed_nights": sum(guests.mapped("bed_nights")),
                "mat_nights": sum(guests.filtered(lambda guest: guest.place == "mat").mapped("bed_nights")),
                "women_count": genders[WOMEN], "men_count": genders[MEN],
                "gender_unknown_count": count - genders[WOMEN] - genders[MEN], "unnamed_count": unnamed,
                "new_count": len(guests.filtered("is_new")),
            })

    @api.depends("refusal_ids.state", "refusal_ids.persons")
    def _compute_refused_count(self):
        for night in self:
            night.refused_count = sum(
                night.refusal_ids.filtered(lambda refusal: refusal.state == "done").mapped("persons"),
            )

    @api.depends("passage_ids.state", "passage_ids.direction", "passage_ids.persons", "passage_ids.moment")
    def _compute_passages(self):
        for night in self:
            inside = peak = entries = 0
            for passage in night._get_passages():
                if passage.direction == "in":
                    entries += passage.persons
                    inside += passage.persons
                else:
                    inside = max(inside - passage.persons, 0)
                peak = max(peak, inside)
            night.update({"entry_count": entries, "inside_count": inside, "peak_count": peak})

    def _get_passages(self):
        """Return what counts of the coming and going of one night, in its order."""
        passages = self.passage_ids.filtered(lambda passage: passage.state == "done")
        return passages.sorted(lambda passage: (passage.moment, passage.id))

    @api.depends("counted_by", "state", "capacity", "guest_count", "inside_count", "peak_count")
    def _compute_free_count(self):
        for night in self:
            inside = night.peak_count if night.state == "closed" else night.inside_count
            taken = inside if night.counted_by == "headcount" else night.guest_count
            night.free_count = max(night.capacity - taken, 0)
            night.over_count = max(taken - night.capacity, 0)

    def _get_entries_by_hour(self):
        """Return [(hour 0–23 of the company's clock, people who came in)] of one night, from the evening on."""
        zone, hours = self.company_id._get_timezone(), Counter()
        for passage in self._get_passages():
            if passage.direction == "in":
                local = fields.Datetime.context_timestamp(self.with_context(tz=zone.zone), passage.moment)
                hours[local.hour] += passage.persons
        return sorted(hours.items(), key=lambda row: (row[0] - 12) % 24)

from datetime import timedelta

from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class NightPlaces(models.Model):
    """Who lies where: beds first, then mats, then more people than places, with a reason."""

    _inherit = "recovery.night"

    def _count_places(self):
        """Return how many people may sleep on one night; as the house says where it has no beds."""
        beds = self._get_beds()
        if not beds or self.house_id.nights == "headcount":
            return self.house_id.capacity
        return len(beds - self._get_held(beds))

    def _get_beds(self):
        """Return the beds and mats of the house that are in use on one night, beds first."""
        beds = self.env["recovery.bed"].sudo().search([("house_id", "=", self.house_id.id)])
        usable = beds.filtered(lambda bed: bed._is_usable(self.date, self.date + timedelta(days=1)))
        return usable.sorted(lambda bed: bed.kind == "mat")

    def _get_held(self, beds):
        """Return those of the beds that a stay holds, or that are out of service, on one night."""
        ours = Domain("bed_id", "in", beds.ids)
        Stay = self.env["recovery.stay"].sudo()
        stays = Stay.search(ours & Stay._get_held_domain(self.date, self.date + timedelta(days=1)))
        outages = self.env["recovery.bed.outage"].sudo().search(ours & Domain("date_from", "<=", self.date) & (
            Domain("date_to", "=", False) | Domain("date_to", ">", self.date)
        ))
        return stays.bed_id | outages.bed_id

    def _get_guests(self):
        """Return the guests (superuser) of these nights who are not entered by mistake."""
        return self.env["recovery.night.guest"].sudo().search([("night_id", "in", self.ids), ("state", "!=", "cancelled")])

    def _get_free_beds(self):
        """Return the beds and mats that nothing and nobody holds on one night, beds first."""
        beds = self._get_beds()
        return beds - self._get_held(beds) - self._get_guests().bed_id

    def _assign_places(self, clients):
        """Return {client: (bed or an empty one, place)} for clients who come in one night without asking for a bed.

        Everybody gets the bed of the last time where it is free, else the next free bed that suits them, else a mat; women
        and men first a bed of a room that is theirs alone.
        """
        self.ensure_one()
        free, given = self._get_free_beds(), {}
        numbered = bool(self._get_beds())
        left = self.capacity - self.guest_count
        last = self._get_last_beds(clients)
        for client in sorted(clients, key=lambda client: client not in last):
            suiting = free._sort_suiting(client.sudo().gender)
            bed = last.get(client, free.browse()) & suiting or suiting[:1]
            free -= bed
            left -= 1
            place = ("mat" if bed.kind == "mat" else "bed") if bed else "bed" if not numbered and left >= 0 else "mat"
            given[client] = (bed, place)
        return given

    def _get_last_beds(self, clients):
        """Return {client: the bed (superuser) of the last night in a bed} in the house of one night; mats are for need."""
        guests = self.env["recovery.night.guest"].sudo().search([
            ("house_id", "=", self.house_id.id), ("client_id", "in", clients.ids), ("bed_id.kind", "!=", "mat"),
            ("bed_id", "!=", False), ("state", "!=", "cancelled"), ("date", "<", self.date),
            ("date", ">=", self.date - timedelta(days=60)),
        ], order="date")
        return {guest.client_id: guest.bed_id for guest in guests}

    def _add_unnamed(self, gender, number, values=None):
        """Write down unnamed people in one night: each in the next free bed, the rest together on mats.

        :return: their rows in the register
        """
        self.ensure_one()
        Guest = self.env["recovery.night.guest"]
        suiting = self._get_free_beds()._sort_suiting(gender)[:number]
        base = {"night_id": self.id, "gender": gender, **(values or {})}
        rows = [{**base, "headcount": 1, "bed_id": bed.id} for bed in suiting]
        rest = number - len(suiting)
        if not rest:
            return Guest.create(rows)
        place = "mat" if self._get_beds() or self.free_count < number else "bed"
        together = Guest.search([
            ("night_id", "=", self.id), ("client_id", "=", False), ("bed_id", "=", False), ("gender", "=", gender),
            ("place", "=", place), ("state", "=", "here"),
        ], limit=1)
        if together:
            together.write({"headcount": together.headcount + rest})
        else:
            rows.append({**base, "headcount": rest, "place": place})
        return together | Guest.create(rows)

    def _remove_unnamed(self, gender, number):
        """Take unnamed people who were counted by mistake out of one night again: those without a bed first.

        :raises ValidationError: where fewer are written down
        """
        self.ensure_one()
        guests = self.env["recovery.night.guest"].search([
            ("night_id", "=", self.id), ("client_id", "=", False), ("gender", "=", gender), ("state", "!=", "cancelled"),
        ], order="id desc").sorted(lambda guest: bool(guest.bed_id))
        if sum(guests.mapped("headcount")) < number:
            raise ValidationError(self.env._("Unnamed: so many are not written down."))
        for guest in guests:
            if not number:
                break
            if guest.headcount > number:
                guest.headcount -= number
                break
            number -= guest.headcount
            guest.action_cancel()

    def _check_capacity(self):
        """Raise ValidationError where there are more people than places and nobody says why."""
        for night in self.sudo():
            if night.over_count:
                # A bed may have become free since the evening.
                night._compute_capacity()
            if night.over_count and not night.over_reason:
                raise ValidationError(self.env._(
                    "Over capacity because: %(house)s has %(places)s places on this night. Say why more people are let in.",
                    house=night.house_id.name, places=night.capacity,
                ))

"""Nights, beds, houses and exits counted again, night by night; a part of ``Recount``."""

from copy import copy
from datetime import timedelta
from statistics import mean, median

from odoo import fields

DAY = timedelta(days=1)


def once(method):
    """Let a recount go through the records one time, however many measures ask."""
    name = f"_once{method.__name__}"

    def wrapped(self):
        if name not in self.__dict__:
            self.__dict__[name] = method(self)
        return self.__dict__[name]

    return wrapped


def get_days(start, stop):
    """Return the days from ``start`` to the one before ``stop``."""
    return [start + timedelta(days=number) for number in range((stop - start).days)] if start and stop else []


class RecountHousing:
    """What ``docs/measures.md`` says of housing, over the raw records."""

    # {dimension: key} of a breakdown: what does not belong to the part is left out.
    parts = {}

    def _all(self, model):
        return self.env[model].search([])

    def _is_in_house(self, house, gender):
        """Return whether what happens in a house to somebody of a gender is asked for."""
        wanted, parts = self.filters, self.parts
        programs = set(self.programs.ids) & set(wanted.get("program_ids") or self.programs.ids)
        return (
            house.company_id == self.grant.company_id and house.program_id.id in programs
            and (not wanted.get("house_ids") or house.id in wanted["house_ids"])
            and (not wanted.get("house_kind_ids") or house.kind_id.id in wanted["house_kind_ids"])
            and (not wanted.get("district_ids") or house.district_id.id in wanted["district_ids"])
            and parts.get("house", house.id) == house.id
            and parts.get("district", house.district_id.id or None) == (house.district_id.id or None)
            and parts.get("gender", gender) == gender and not parts.get("place")
        )

    def _fits(self, client):
        return super()._fits(client) if client._name != "recovery.client" else (
            not self.filters.get("gender") or client.gender == self.filters["gender"]
        )

    def _is_counted_stay(self, stay):
        client = stay.client_id
        return self._fits(client) and self._is_in_house(stay.house_id, client.gender or "unknown")

    @once
    def _past_days(self):
        """Return the days of the period whose night is over."""
        today = fields.Date.context_today(self.grant)
        return {day for day in get_days(self.date_from, self.date_to + DAY) if day < today}

    @once
    def _claimed_nights(self):
        """Return {(stay, night)} that the grant claims, whatever happened to the stay since."""
        claims = self.env["recovery.attribution"].search([("grant_id", "=", self.grant.id)])
        return {
            (claim.stay_id, day) for claim in claims if claim.stay_id and claim.state == "claimed"
            for day in get_days(claim.date_from, claim.date_to)
        }

    @once
    def _slept(self):
        """Return [(stay, night)] of all nights that count."""
        past, claimed = self._past_days(), self._claimed_nights()
        far = max(past, default=self.date_from) + DAY
        return [
            (stay, day) for stay in self._all("recovery.stay")
            if stay.state in ("in", "out") and self._is_counted_stay(stay)
            for day in get_days(stay.date_from, stay.date_to or far)
            if day in past and (not self.of_grant or (stay, day) in claimed)
        ]

    @once
    def _other_grants(self):
        return self.env["recovery.grant"].search([("id", "!=", self.grant.id)])

    def _is_first(self, house, day):
        """Return whether no exclusive grant before the own one pays for a house on a day."""
        own = self.grant
        return not self.of_grant or (
            house in own.house_ids and not any(
                own.exclusive and other.exclusive and other.state != "draft" and house in other.house_ids
                and other.date_start <= day <= other.date_end
                and (other.sequence, other.date_start, other.id) < (own.sequence, own.date_start, own.id)
                for other in self._other_grants()
            )
        )

    def _in_register(self, model):
        """Return [(row, people)] of the register that are asked for."""
        gender = self.filters.get("gender")
        return [
            (row, 1 if row.client_id else row.headcount) for row in self._all(model)
            if row.state != "cancelled" and (not gender or row.gender == gender)
            and self._is_in_house(row.house_id, row.gender) and self._is_first(row.house_id, row.night_id.date)
        ]

    @once
    def _guests(self):
        """Return [(guest, people)] who had a place to lie in nights that are over."""
        past = self._past_days()
        return [
            (guest, people) for guest, people in self._in_register("recovery.night.guest")
            if guest.place in ("bed", "mat") and guest.night_id.date in past
        ]

    def turned_away(self):
        return sum(
            people for refusal, people in self._in_register("recovery.night.refusal")
            if self.date_from <= refusal.night_id.date <= self.date_to
        )

    @once
    def _places(self):
        """Return the houses whose beds and doors are looked at."""
        return [
            house for house in self._all("recovery.house")
            if self._is_in_house(house, "unknown") and (not self.of_grant or house in self.grant.house_ids)
        ]

    @staticmethod
    def _is_open(house, day):
        return house.date_open <= day and (not house.date_close or day < house.date_close)

    def bed_nights(self):
        return len(self._slept()) + sum(people for _guest, people in self._guests())

    def residents(self):
        named = {guest.client_id for guest, _people in self._guests() if guest.client_id}
        return len({stay.client_id for stay, _day in self._slept()} | named)

    @once
    def _available(self):
        """Return the number of nights on which a bed could be slept in."""
        past, places = self._past_days(), self._places()
        stays = self._all("recovery.stay").filtered(lambda stay: stay.state in ("in", "out"))
        outages = self._all("recovery.bed.outage")
        far = max(past, default=self.date_from) + DAY
        total = 0
        for bed in self._all("recovery.bed"):
            if bed.kind == "mat" or bed.house_id not in places:
                continue
            own = stays.filtered(lambda stay, bed=bed: stay.bed_id == bed)
            slept = {day for stay in own for day in get_days(stay.date_from, stay.date_to or far)}
            gone = {
                day for outage in outages if outage.bed_id == bed
                for day in get_days(outage.date_from, outage.date_to or far)
            } - slept
            if self.filters.get("count_out_of_service"):
                gone = set()
            end = bed.date_to
            if not bed.active and not end:
                ends = [stay.date_to for stay in own if stay.state == "out"]
                ends += [
                    guest.night_id.date + DAY for guest in self._all("recovery.night.guest")
                    if guest.bed_id == bed and guest.state != "cancelled"
                ]
                end = max(ends, default=bed.house_id.date_open)
            total += sum(
                self._is_open(bed.house_id, day) and (not bed.date_from or bed.date_from <= day) and (not end or day < end)
                and day not in gone for day in past
            )
        return total

    def occupancy_share(self):
        """A bed has no gender: nights slept in it stand with what is not known."""
        if self.parts.get("gender"):
            if self.parts["gender"] != "unknown":
                return 0
            whole = copy(self)
            whole.__dict__ = {name: value for name, value in vars(self).items() if not name.startswith("_once")}
            whole.parts = {dimension: key for dimension, key in self.parts.items() if dimension != "gender"}
            return whole.occupancy_share()
        slept = len([stay for stay, _day in self._slept() if stay.bed_id.kind != "mat"])
        slept += sum(people for guest, people in self._guests() if guest.bed_id and guest.bed_id.kind != "mat")
        available = self._available()
        return 100 * slept / available if available else 0

    def houses_open(self):
        past = self._past_days()
        return len([house for house in self._places() if any(self._is_open(house, day) for day in past)])

    def houses_open_average(self):
        past = self._past_days()
        nights = sum(self._is_open(house, day) for house in self._places() for day in past)
        return nights / len(past) if past else 0

    @once
    def _ended(self):
        """Return [stay] of those of ``_find_ended``."""
        return list(self._find_ended())

    def _find_ended(self):
        """Yield the stays that ended in the period, as last of those that somebody had one after the other."""
        stays, claimed = self._all("recovery.stay"), self._claimed_nights()
        continued = {
            stay.previous_id for stay in stays
            if stay.state != "cancelled" and stay.company_id == stay.previous_id.company_id
        }
        for stay in stays:
            if stay.state == "out" and stay not in continued and self._is_counted_stay(stay):
                day = min(stay.date_to, self.grant.date_end) if self.of_grant else stay.date_to
                if self.date_from <= day <= self.date_to and (
                    not self.of_grant or (stay, stay.date_to - DAY) in claimed
                ):
                    yield stay

    def _lengths(self):
        for stay in self._ended():
            nights = 0
            while stay:
                nights += (stay.date_to - stay.date_from).days
                before = stay.previous_id
                stay = before if before.company_id == stay.company_id else None
            yield nights

    def length_of_stay(self):
        lengths = list(self._lengths())
        return mean(lengths) if lengths else 0

    def length_of_stay_median(self):
        lengths = list(self._lengths())
        return median(lengths) if lengths else 0

    def independent_exits_share(self):
        known = [
            stay.exit_destination for stay in self._ended() if stay.exit_destination not in ("ours", "none", "unknown")
        ]
        own = [destination for destination in known if destination in ("own_home", "shared_home", "family")]
        return 100 * len(own) / len(known) if known else 0

from datetime import date, timedelta
from itertools import zip_longest

from odoo import api, fields, models

from .house_kind import STEPS

# What was told at check-out about where somebody went on to live.
TOLD = {
    "own_home": "own_home", "shared_home": "own_home", "family": "own_home", "supported": "flat", "hostel": "hostel",
    "shelter": "shelter", "street": "street", "friends": "other", "hospital": "away", "prison": "away",
}


# A tenancy by whose name it is in: in that of others it is not a home of their own yet.
TENANCY = {
    "client": "own_home", "shared": "own_home", "family": "own_home", "organisation": "flat", "municipality": "flat",
    "other": "other",
}


class ClientHousingPath(models.Model):
    """The way of one client between the street and a home of their own, put together from what is recorded."""

    _inherit = "recovery.client"

    def get_housing_path(self):
        """Return how one client has lived, as far as the user may see the records.

        Nights are those of stays and of shelter registers; nights of a register that follow one another are one stretch.
        A tenancy fills the time until the person moved out, but for the nights slept in a house.
        Before the first night the street counts from the first contact there. What was told at check-out fills the time
        until the next night and is marked as told, not seen.

        :return: dict ``stretches`` (list of dicts ``step``, ``label``, ``place``, ``start``, ``stop`` (exclusive, False:
            until today), ``days``, ``told``), ``totals`` (list of dicts ``step``, ``label``, ``days``, in the order of
            the way), ``steps`` (all steps in their order: dicts ``step``, ``label``)
        :raises AccessError: where the client may not be read
        """
        self.ensure_one()
        self.check_access("read")
        slept = [*self._get_stay_stretches(), *self._get_register_stretches()]
        seen = sorted([*slept, *self._get_tenancy_stretches(slept)], key=lambda stretch: stretch["start"])
        stretches = self._fill_gaps(seen)
        street = self._get_street_stretch(stretches)
        labels = self._get_step_labels()
        today = fields.Date.context_today(self)
        stretches = [*street, *stretches]
        totals = {}
        for stretch in stretches:
            stretch["label"] = labels[stretch["step"]]
            stretch["days"] = max((min(stretch["stop"] or today, today) - stretch["start"]).days, 0)
            stretch.pop("after", None)
            totals[stretch["step"]] = totals.get(stretch["step"], 0) + stretch["days"]
        return {
            "stretches": stretches,
            "totals": [
                {"step": step, "label": label, "days": totals[step]} for step, label in labels.items() if step in totals
            ],
            "steps": [{"step": step, "label": label} for step, label in labels.items() if step in dict(STEPS)],
        }

    @api.model
    def _get_step_labels(self):
        steps = self.env["recovery.house.kind"]._fields["step"]._description_selection(self.env)
        return {**dict(steps), "away": self.env._("Hospital, treatment or prison"), "other": self.env._("Elsewhere")}

    def _get_stay_stretches(self):
        stays = self.env["recovery.stay"].search([
            ("client_id", "=", self.id), ("state", "in", ("in", "out")),
        ], order="date_from")
        return [
            {
                "step": stay.house_id.sudo().kind_id.step or "other", "place": stay.house_id.sudo().name,
                "start": stay.date_from, "stop": stay.date_to if stay.state == "out" else False, "told": False,
                "after": None if stay.is_of_partner else TOLD.get(stay.exit_destination),
            }
            for stay in stays
        ]

    def _get_register_stretches(self):
        """Nights in shelters: those that follow one another in one house are one stretch."""
        guests = self.env["recovery.night.guest"].search([
            ("client_id", "=", self.id), ("state", "!=", "cancelled"), ("bed_nights", ">", 0),
        ], order="date")
        stretches = []
        for guest in guests:
            house, last = guest.house_id.sudo(), stretches[-1] if stretches else None
            if last and last["place"] == house.name and last["stop"] == guest.date:
                last["stop"] = guest.date + timedelta(days=1)
            else:
                stretches.append({
                    "step": house.kind_id.step or "other", "place": house.name, "start": guest.date,
                    "stop": guest.date + timedelta(days=1), "told": False, "after": None,
                })
        return stretches

    def _get_tenancy_stretches(self, slept):
        """Return the time in flats of their own, without that of nights slept elsewhere and of tenancies before."""
        Tenancy, today = self.env["recovery.tenancy"], fields.Date.context_today(self)
        if not Tenancy.has_access("read"):
            return []
        kinds = dict(Tenancy._fields["kind"]._description_selection(self.env))
        stretches = []
        for tenancy in Tenancy.search([("client_id", "=", self.id), ("date_from", "<=", today)], order="date_from, id"):
            for start, stop in self._cut(tenancy.date_from, tenancy.date_left, [*slept, *stretches]):
                stretches.append({
                    "step": TENANCY[tenancy.holder], "place": kinds[tenancy.kind], "start": start, "stop": stop,
                    "told": False, "after": None,
                })
        return stretches

    @api.model
    def _cut(self, start, stop, others):
        """Return [(start, stop)] of what is left from ``start`` to ``stop`` (exclusive, False: until today) of others."""
        left = [(start, stop or date.max)]
        for other in others:
            begins, ends = other["start"], other["stop"] or date.max
            left = [
                (first, last) for one, two in left
                for first, last in ((one, min(two, begins)), (max(one, ends), two)) if first < last
            ] if begins < ends else left
        return [(first, last if last < date.max else False) for first, last in left]

    def _fill_gaps(self, stretches):
        """Return the stretches with what was told at check-out between them and after the last one."""
        filled = []
        for stretch, following in zip_longest(stretches, stretches[1:]):
            filled.append(stretch)
            until = following["start"] if following else False
            if stretch["stop"] and stretch["after"] and stretch["stop"] != until:
                filled.append({
                    "step": stretch["after"], "place": False, "start": stretch["stop"], "stop": until, "told": True,
                })
        return filled

    def _get_street_stretch(self, stretches):
        """Return the time on the street before the first night: from the first contact there, or nothing."""
        rows = self.env["recovery.delivery"]._read_group(
            [("client_id", "=", self.id), ("state", "=", "done"), ("encounter_id.place", "=", "street")], [], ["date:min"],
        )
        first = rows[0][0]
        begin = stretches[0]["start"] if stretches else False
        if not first or begin and first >= begin:
            return []
        return [{"step": "street", "place": False, "start": first, "stop": begin, "told": True}]

"""The measures again, in plain Python over the raw records, as docs/measures.md words them."""

from collections import defaultdict
from fractions import Fraction
from math import ceil, floor

from .recount_events import RecountEvents
from .recount_housing import RecountHousing


class Recount(RecountHousing, RecountEvents):
    """Counts what a grant claims in a period; shares no code with the measures.

    :param grant: recovery.grant
    :param programs: recovery.program; when given, all that was done in them, whoever claims it
    :param filters: keyword filters of an indicator
    """

    def __init__(self, grant, date_from, date_to, programs=None, **filters):
        self.env = grant.with_context(active_test=False).sudo().env
        self.grant, self.date_from, self.date_to, self.filters = grant, date_from, date_to, filters
        self.programs, self.of_grant = programs or grant.program_ids, not programs
        claims = self.env["recovery.attribution"].search([("grant_id", "=", grant.id)])
        claimed = {claim.delivery_id.id for claim in claims if claim.state == "claimed"}
        self.company = [
            delivery for delivery in self.env["recovery.delivery"].search([])
            if delivery.company_id == grant.company_id and delivery.state == "done"
        ]
        self.rows = [
            delivery for delivery in self.company
            if (delivery.program_id in programs if programs else delivery.id in claimed)
            and date_from <= delivery.date <= date_to and self._passes(delivery)
        ]

    def _is_new(self, client):
        return min(delivery.date for delivery in self.company if delivery.client_id == client) >= self.date_from

    def _passes(self, delivery):
        wanted, encounter, client = self.filters, delivery.encounter_id, delivery.client_id
        if wanted.get("program_ids") and encounter.program_id.id not in wanted["program_ids"]:
            return False
        if wanted.get("service_ids") and delivery.service_id.id not in wanted["service_ids"]:
            return False
        if wanted.get("service_kind") and delivery.service_id.kind != wanted["service_kind"]:
            return False
        if wanted.get("role") and (delivery.episode_id.role or "client") != wanted["role"]:
            return False
        if wanted.get("place") and encounter.place != wanted["place"]:
            return False
        if wanted.get("gender") and (not client or client.gender != wanted["gender"]):
            return False
        if wanted.get("district_ids"):
            district = encounter.district_id or client.district_id
            if district.id not in wanted["district_ids"]:
                return False
        return not wanted.get("new_only") or bool(client and self._is_new(client))

    def supported(self):
        minutes = defaultdict(int)
        for delivery in self.rows:
            if delivery.client_id:
                minutes[delivery.client_id] += delivery.minutes
        return {client for client, total in minutes.items() if total >= 60 * self.filters.get("min_hours", 0)}

    def courses(self, client):
        """Return the lists of valid totals of a person, oldest first, one an episode of the grant's programmes."""
        programs = self.programs.ids
        if self.filters.get("program_ids"):
            programs = [program for program in programs if program in self.filters["program_ids"]]
        for episode in self.env["recovery.episode"].search([("client_id", "=", client.id)]):
            role = self.filters.get("role")
            if episode.program_id.id in programs and (not role or episode.role == role):
                ratings = [
                    (rating.date, rating.id, rating.total)
                    for rating in self.env["recovery.ors"].search([("episode_id", "=", episode.id)])
                    if rating.state == "valid" and rating.total is not False and rating.date <= self.date_to
                ]
                yield [total for _day, _id, total in sorted(ratings)]

    def improved(self):
        return {
            client for client in self.supported()
            if any(
                len(totals) > 1 and round(totals[-1] - totals[0], 1) >= self.filters.get("min_change", 5.0)
                for totals in self.courses(client)
            )
        }

    def rated_once_and_never(self):
        most = [max((len(totals) for totals in self.courses(client)), default=0) for client in self.supported()]
        return most.count(1), most.count(0)

    def persons_supported(self):
        return len(self.supported())

    def persons_new(self):
        return sum(self._is_new(client) for client in self.supported())

    def persons_improved_ors(self):
        return len(self.improved())

    def share_improved_ors(self):
        return 100 * len(self.improved()) / len(self.supported()) if self.supported() else 0

    def contacts(self):
        named = {(delivery.encounter_id, delivery.client_id) for delivery in self.rows if delivery.client_id}
        unnamed = defaultdict(int)
        for delivery in self.rows:
            if not delivery.client_id:
                unnamed[delivery.encounter_id] = max(unnamed[delivery.encounter_id], delivery.headcount)
        return len(named) + sum(unnamed.values())

    def interventions(self):
        return sum(delivery.service_id.is_intervention for delivery in self.rows)

    def hours(self):
        longest = defaultdict(int)
        for delivery in self.rows:
            key = (delivery.encounter_id, delivery.service_id)
            longest[key] = max(longest[key], delivery.minutes)
        return sum(longest.values()) / 60

    def headcount(self):
        most = defaultdict(int)
        for delivery in self.rows:
            if not delivery.client_id:
                most[delivery.encounter_id] = max(most[delivery.encounter_id], delivery.headcount)
        return sum(most.values())

    def persons_anonymous_contacts(self):
        anonymous = {
            (delivery.encounter_id, delivery.client_id) for delivery in self.rows
            if delivery.client_id.identity == "anonymous"
        }
        return self.headcount() + len(anonymous)

    def _supplies(self):
        counted = {delivery.id for delivery in self.rows}
        return [supply for supply in self.env["recovery.supply"].search([]) if supply.delivery_id.id in counted]

    def _syringes(self, name):
        return sum(supply[name] for supply in self._supplies() if supply.product_id.material_kind == "syringe")

    def syringes_issued(self):
        return self._syringes("issued")

    def syringes_returned(self):
        return self._syringes("returned")

    def return_rate(self):
        return 100 * self.syringes_returned() / self.syringes_issued() if self.syringes_issued() else 0

    def supplies_issued(self):
        return sum(supply.issued for supply in self._supplies())

    def persons_in_harm_reduction(self):
        reached = {delivery.client_id for delivery in self.rows if delivery.service_id.kind == "exchange"}
        reached |= {supply.delivery_id.client_id for supply in self._supplies()}
        return len(reached & self.supported())

    def _counts_in_unit(self, delivery, rule):
        service, client = delivery.service_id, delivery.client_id
        if delivery.encounter_id.place in ("phone", "online") and not rule["remote"]:
            return False
        if service.is_indirect and not rule["indirect"]:
            return False
        if rule["services"] == "intervention" and not service.is_intervention:
            return False
        if rule["services"] == "chosen" and not (
            service.id in rule["service_ids"] or rule["service_kind"] and service.kind == rule["service_kind"]
        ):
            return False
        return client.identity in rule["identities"] if client else rule["unnamed"] != "none"

    def units(self):
        rule = self.filters["unit"]
        size, rounding = rule["minutes"], rule["rounding"]
        to_units = {
            "none": lambda minutes: Fraction(minutes, size), "up": lambda minutes: ceil(minutes / size),
            "half_up": lambda minutes: floor(minutes / size + 0.5), "accumulate": lambda minutes: floor(minutes / size),
        }[rounding]
        visits, heads = defaultdict(int), defaultdict(int)
        for delivery in self.rows:
            if self._counts_in_unit(delivery, rule):
                visits[delivery.encounter_id, delivery.client_id] += delivery.minutes
                heads[delivery.encounter_id] = max(heads[delivery.encounter_id], delivery.headcount)
        if rule["counted_per"] == "encounter":
            encounters = {encounter for encounter, _client in visits}
            return sum(
                to_units(max(minutes for (other, _client), minutes in visits.items() if other == encounter))
                for encounter in encounters
            )
        total = sum(
            to_units(minutes) * (heads[encounter] if rule["unnamed"] == "each" else 1)
            for (encounter, client), minutes in visits.items() if not client
        )
        named = {visit: minutes for visit, minutes in visits.items() if visit[1]}
        if rounding != "accumulate":
            return total + sum(map(to_units, named.values()))
        people = defaultdict(int)
        for (_encounter, client), minutes in named.items():
            people[client] += minutes
        return total + sum(map(to_units, people.values()))

    def snapshots(self, client):
        """Return the lists of values of the sign that can be compared, oldest first, one a programme."""
        better = {"has_id_card": ("no", "yes"), "debts": ("yes", "no"), "benefits": ("no", "yes")}[self.filters["sign"]]
        for program in self.programs:
            if program.id not in (self.filters.get("program_ids") or self.programs.ids):
                continue
            found = [
                (row.date, row.id, better.index(row[self.filters["sign"]]))
                for row in self.env["recovery.situation"].search([("client_id", "=", client.id)])
                if row.program_id == program and row.state == "valid" and row.date <= self.date_to
                and row[self.filters["sign"]] in better
                and not (self.filters["sign"] == "benefits" and row.employed == "yes" and row.benefits == "no")
            ]
            yield [value for _day, _id, value in sorted(found)]

    def share_situation_improved(self):
        courses = [list(self.snapshots(client)) for client in self.supported()]
        compared = [[values for values in course if len(values) > 1] for course in courses]
        compared = [course for course in compared if course]
        better = [course for course in compared if any(values[-1] > values[0] for values in course)]
        return 100 * len(better) / len(compared) if compared else 0

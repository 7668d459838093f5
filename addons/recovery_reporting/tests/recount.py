"""The measures again, in plain Python over the raw records, as docs/measures.md words them."""

from collections import defaultdict


class Recount:
    """Counts what a grant claims in a period; shares no code with the measures.

    :param grant: recovery.grant
    :param filters: keyword filters of an indicator
    """

    def __init__(self, grant, date_from, date_to, **filters):
        self.env = grant.with_context(active_test=False).sudo().env
        self.grant, self.date_from, self.date_to, self.filters = grant, date_from, date_to, filters
        claims = self.env["recovery.attribution"].search([("grant_id", "=", grant.id)])
        claimed = {claim.delivery_id.id for claim in claims if claim.state == "claimed"}
        self.company = [
            delivery for delivery in self.env["recovery.delivery"].search([])
            if delivery.company_id == grant.company_id and delivery.state == "done"
        ]
        self.rows = [
            delivery for delivery in self.company
            if delivery.id in claimed and date_from <= delivery.date <= date_to and self._passes(delivery)
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
        programs = self.grant.program_ids.ids
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

    def _events(self):
        """Return the done events of the grant's programmes and period that pass the filters of events."""
        wanted = self.filters
        programs = set(self.grant.program_ids.ids) & set(wanted.get("program_ids") or self.grant.program_ids.ids)
        return [
            event for event in self.env["recovery.event"].search([])
            if event.state == "done" and event.program_id.id in programs and self._in_grant_and_period(event)
            and (not wanted.get("event_kind") or event.kind == wanted["event_kind"])
            and (not wanted.get("place") or event.place == wanted["place"])
            and (not wanted.get("district_ids") or event.district_id.id in wanted["district_ids"])
        ]

    def _in_grant_and_period(self, record):
        """Named grants are the only ones; without a name it is every grant of the programme."""
        return (
            record.company_id == self.grant.company_id and self.date_from <= record.date <= self.date_to
            and (not record.grant_ids or self.grant in record.grant_ids)
        )

    def _fits(self, participant):
        wanted = self.filters
        if wanted.get("participant_role") and participant.role != wanted["participant_role"]:
            return False
        return not wanted.get("gender") or participant.client_id.gender == wanted["gender"]

    def events_held(self):
        return len(self._events())

    def participants(self):
        total = 0
        for event in self._events():
            for participant in event.participant_ids:
                total += participant.state in ("attended", "completed") and self._fits(participant)
            if not self.filters.get("participant_role") and not self.filters.get("gender"):
                total += event.headcount
        return total

    def volunteers_trained(self):
        people = set()
        for event in self._events():
            if event.kind in ("training", "self_advocacy"):
                for participant in event.participant_ids:
                    if participant.state == "completed" and participant.role in ("volunteer", "self_advocate"):
                        if self._fits(participant):
                            people.add((participant.client_id, participant.employee_id))
        return len(people)

    def publications(self):
        programs = set(self.grant.program_ids.ids) & set(self.filters.get("program_ids") or self.grant.program_ids.ids)
        return len([
            publication for publication in self.env["recovery.publication"].search([])
            if publication.state == "published" and publication.program_id.id in programs
            and self._in_grant_and_period(publication)
        ])

    def persons_in_harm_reduction(self):
        reached = {delivery.client_id for delivery in self.rows if delivery.service_id.kind == "exchange"}
        reached |= {supply.delivery_id.client_id for supply in self._supplies()}
        return len(reached & self.supported())

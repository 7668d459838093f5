class RecountEvents:
    """Events, who took part in them, and publications, counted again; a part of ``Recount``."""

    # {dimension: key} of a breakdown: what does not belong to the part is left out.
    parts = {}

    def _events(self):
        """Return the done events of the programmes and period that pass the filters of events and the part."""
        wanted = self.filters
        return [
            event for event in self.env["recovery.event"].search([])
            if event.state == "done" and self._in_programs_and_period(event)
            and (not wanted.get("event_kind") or event.kind == wanted["event_kind"])
            and (not wanted.get("place") or event.place == wanted["place"])
            and (not wanted.get("district_ids") or event.district_id.id in wanted["district_ids"])
            and self.parts.get("place", event.place) == event.place
            and self.parts.get("district", event.district_id.id or None) == (event.district_id.id or None)
        ]

    def _in_programs_and_period(self, record):
        """Named grants are the only ones; without a name it is every grant of the programme. Without a grant all count."""
        programs = set(self.programs.ids) & set(self.filters.get("program_ids") or self.programs.ids)
        return (
            record.program_id.id in programs and record.company_id == self.grant.company_id
            and self.date_from <= record.date <= self.date_to
            and (not self.of_grant or not record.grant_ids or self.grant in record.grant_ids)
        )

    def _fits(self, participant):
        wanted, gender = self.filters, participant.client_id.gender
        if wanted.get("participant_role") and participant.role != wanted["participant_role"]:
            return False
        if self.parts.get("gender", gender or "unknown") != (gender or "unknown"):
            return False
        return not wanted.get("gender") or gender == wanted["gender"]

    def _nobody_fits(self):
        """Return whether what has no gender belongs to the part."""
        return self.parts.get("gender", "unknown") == "unknown"

    def events_held(self):
        return len(self._events()) if self._nobody_fits() else 0

    def participants(self):
        total = 0
        for event in self._events():
            for participant in event.participant_ids:
                total += participant.state in ("attended", "completed") and self._fits(participant)
            if not self.filters.get("participant_role") and not self.filters.get("gender") and self._nobody_fits():
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
        """Neither a place nor a district is known of them, nor a gender."""
        if self.parts.get("place") or self.parts.get("district") or not self._nobody_fits():
            return 0
        return len([
            publication for publication in self.env["recovery.publication"].search([])
            if publication.state == "published" and self._in_programs_and_period(publication)
        ])

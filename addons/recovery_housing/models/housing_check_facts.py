from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

INCOME = ("employed", "benefits")


class HousingCheckFacts(models.Model):
    """What the records say about a criterion.

    Read with the user's own rights, so that no answer tells what the file would not.
    """

    _inherit = "recovery.housing.check"

    def _look_up(self):
        """Return {id of a check: (“met”, “not_met” or “unknown”, why in words)}; a query for each kind of record."""
        kinds = self.grouped(lambda check: check.criterion_id.sudo().kind)
        found = {}
        for kind, checks in kinds.items():
            facts = getattr(self, f"_read_{kind}", lambda _clients: {})(checks.client_id)
            for check in checks:
                found[check.id] = getattr(check, f"_check_{kind}")(check.criterion_id.sudo(), facts.get(check.client_id.id))
        return found

    def _not_known(self, words=None):
        return "unknown", words or self.env._("Nothing is recorded that you may see; answer by hand.")

    @api.model
    def _search_facts(self, model, domain, names, order):
        """Return the records that the user may read, none where the user may read none of the kind."""
        Model = self.env[model]
        return Model.search_fetch(domain, names, order=order) if Model.has_access("read") else Model

    # One method a kind: what is read for all clients at once, and what it means for one

    def _check_own(self, _criterion, _fact):
        return "unknown", self.env._("Nobody has answered yet.")

    def _check_age(self, criterion, _fact):
        age = self.client_id.sudo().age
        if not self.client_id.sudo().age_group:
            return self._not_known(self.env._("Neither birth date nor year is recorded."))
        fits = age >= criterion.number_from and (not criterion.number_to or age <= criterion.number_to)
        return "met" if fits else "not_met", self.env._("%s years old", age)

    def _check_gender(self, criterion, _fact):
        client = self.client_id.sudo()
        if client.gender not in ("female", "male"):
            return self._not_known(
                self.env._("Gender: %s.", client._fields["gender"].convert_to_export(client.gender, client)),
            )
        label = dict(client._fields["gender"]._description_selection(self.env))[client.gender]
        return "met" if client.gender == criterion.gender else "not_met", label

    def _check_district(self, criterion, _fact):
        district = self.client_id.sudo().district_id
        if not district:
            return self._not_known(self.env._("No district is recorded."))
        inside = self.env["recovery.district"].sudo().search_count(
            [("id", "=", district.id), ("id", "child_of", criterion.district_ids.ids)], limit=1,
        )
        return "met" if inside else "not_met", self.env._("From %s", district.name)

    def _read_abstinent(self, clients):
        """Return {id of a client: (days of last use, empty ones too, day of the last positive test)}."""
        uses = self._search_facts(
            "recovery.substance.use", [("client_id", "in", clients.ids), ("substance_id.kind", "!=", "tobacco")],
            ["client_id", "date_last_use"], "id",
        ).grouped("client_id")
        counted = Domain("kind", "=", "breath") | Domain("line_ids", "=", False) | Domain(
            "line_ids", "any", [("finding", "=", "positive"), ("substance_id.kind", "!=", "tobacco")],
        )
        tests = self._search_facts(
            "recovery.substance.test",
            Domain("client_id", "in", clients.ids) & Domain("state", "=", "confirmed") & Domain("result", "=", "positive")
            & counted, ["client_id", "taken_on"], "taken_on, id",
        )
        tested = {test.client_id: fields.Datetime.context_timestamp(test, test.taken_on).date() for test in tests}
        return {
            client.id: (uses.get(client, self.env["recovery.substance.use"]).mapped("date_last_use"), tested.get(client))
            for client in clients
        }

    def _check_abstinent(self, criterion, fact):
        """The last use of anything but tobacco, told or found by a confirmed test; one without a date leaves it open."""
        days, tested = fact
        known = [day for day in (*days, tested) if day]
        if not known:
            return self._not_known(self.env._("No day of last use is recorded."))
        last = max(known)
        passed = (fields.Date.context_today(self) - last).days
        words = self.env._("Last use on %(day)s, %(days)s days ago", day=format_date(self.env, last), days=passed)
        if last == tested:
            words = self.env._("Positive test on %(day)s, %(days)s days ago", day=format_date(self.env, last), days=passed)
        if passed < criterion.number_from:
            return "not_met", words
        if not days:
            return self._not_known(self.env._("No day of last use is recorded."))
        if not all(days):
            return self._not_known(self.env._("%s; of another substance no day is recorded.", words))
        return "met", words

    def _read_income(self, clients):
        """Return {id of a client: ({company: income a month that it knows}, last situation)}."""
        situations = self._search_facts(
            "recovery.situation", [("client_id", "in", clients.ids), ("state", "=", "valid")],
            ["client_id", "date", *INCOME], "date, id",
        )
        last = {situation.client_id: situation for situation in situations}
        Income = self.env["recovery.client.income"]
        known, today = {}, fields.Date.context_today(self)
        for company in self.company_id if Income.has_access("read") else ():
            for client, amount in Income._find_known(clients, today, company).items():
                known.setdefault(client, {})[company] = amount
        return {client.id: (known.get(client, {}), last.get(client)) for client in clients}

    def _check_income(self, criterion, fact):
        """An amount that is known goes before what the situation says; without one, an amount asked for stays open."""
        amounts, situation = fact
        amount = amounts.get(self.company_id)
        if amount is not None:
            words = self.env._("%s a month", format_amount(self.env, amount, criterion.company_id.currency_id))
            return "met" if amount > 0 and amount >= criterion.number_from else "not_met", words
        if not situation:
            return self._not_known(self.env._("No situation is recorded that you may see; answer by hand."))
        values = [situation[name] for name in INCOME]
        words = ", ".join(
            f"{situation._fields[name]._description_string(self.env)}: "
            f"{dict(situation._fields[name]._description_selection(self.env))[situation[name]]}" for name in INCOME
        )
        words = self.env._("%(answers)s (%(day)s)", answers=words, day=format_date(self.env, situation.date))
        if "yes" in values and not criterion.number_from:
            return "met", words
        return ("not_met", words) if set(values) == {"no"} else self._not_known(words)

    def _read_treatment(self, clients):
        episodes = self._search_facts(
            "recovery.episode",
            [("client_id", "in", clients.ids), ("role", "=", "client"), ("end_reason", "=", "completed")],
            ["client_id", "program_id", "date_end"], "date_end, id",
        )
        return episodes.grouped(lambda episode: episode.client_id.id)

    def _check_treatment(self, criterion, episodes):
        """Elsewhere somebody may have completed it without a trace here: then it is not known, never not met."""
        for episode in reversed(episodes or ()):
            program = episode.program_id.sudo()
            if program in criterion.program_ids or not criterion.program_ids and program.modality == "residential":
                return "met", self.env._(
                    "Completed %(program)s on %(day)s", program=program.name, day=format_date(self.env, episode.date_end),
                )
        return self._not_known(self.env._("No completed treatment is recorded that you may see; answer by hand."))

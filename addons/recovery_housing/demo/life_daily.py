from datetime import timedelta

from odoo import models

from .life_texts import ADDITION, BANS, LOG, VISITORS, VISITS

# Days of the log.
DAYS = 14


class DemoLifeDaily(models.AbstractModel):
    """Who comes to see whom, and what the next shift has to know."""

    _inherit = "recovery.demo"

    # Visits

    def _create_life_visits(self, plan, stays):
        acting = self._by(plan, "house")
        house = self._pick(stays, 0).house_id
        rows = [row for row in VISITS if not plan.quiet or row[4] in ("left", "announced")]
        bans = acting["recovery.house.visit.ban"].create([
            {
                "house_id": house.id, "name": name, "reason": reason, "date_from": self._day(start),
                "date_to": stop is not None and self._day(stop), "client_id": alone and self._pick(stays, 0).client_id.id,
            }
            for name, reason, start, stop, alone in ([] if plan.quiet else BANS)
        ])
        values = []
        for number, (who, relation, people, start, state) in enumerate(rows):
            stay, begins = self._pick(stays, who), self._moment(start)
            values.append({
                "stay_id": stay.id, "relation": relation, "people": people, "start": begins, "state": state,
                "visitor_name": VISITORS[number % len(VISITORS)],
            })
        acting["recovery.house.visit"].create(values)
        if bans:
            acting["recovery.house.visit"].create({
                "stay_id": self._pick(stays, 0).id, "relation": "friend", "start": self._moment((-2, 17)),
                "state": "refused", "visitor_name": bans[0].name,
            })

    # Log

    def _create_life_log(self, plan, houses, rng):
        """Two weeks of entries by those who were on duty, read by the others a shift later."""
        authors = [self._by(plan, role) for role in ("house", "manager")]
        entries = self.env["recovery.house.log"]
        for house in houses:
            stays = self._find_life_residents([house])
            if house.nights == "stay" and stays:
                entries |= self._create_entries(house, stays, authors, rng, 1 if plan.quiet else 2)
        self._see_to_entries(entries, authors[-1])
        self._read_entries(entries, {self._by(plan, role).user for role in ("house", "counsellor", "manager")})

    def _create_entries(self, house, stays, authors, rng, a_day):
        entries, rows, by_author = self.env["recovery.house.log"], list(LOG), ([], [])
        rng.shuffle(rows)
        for number in range(a_day * DAYS):
            days, stay = DAYS - number // a_day, stays[number % len(stays)]
            hour, category, of_resident, important, within, text = rows[number % len(rows)]
            of_resident = of_resident and self._lived_there(stay, days)
            by_author[rng.random() < 0.3].append({
                "house_id": house.id, "date": self._moment((-days, hour)), "category": category, "body": text,
                "is_important": important, "client_id": of_resident and stay.client_id.id,
                "follow_up_until": within is not None and self._day(within - days),
            })
        for author, values in zip(authors, by_author, strict=True):
            entries |= author["recovery.house.log"].create(values)
        # Of today: not read by everybody yet.
        fresh = authors[1]["recovery.house.log"].create({
            "house_id": house.id, "date": self._moment(-3), "category": "resident", "is_important": True,
            "client_id": stays[0].client_id.id, "follow_up_until": self._day(1), "body": LOG[5][5],
        })
        return entries | fresh | authors[0]["recovery.house.log"].create({
            "house_id": house.id, "date": self._moment(-1), "category": "resident", "client_id": stays[0].client_id.id,
            "body": ADDITION, "amends_id": fresh.id,
        })

    def _see_to_entries(self, entries, acting):
        """See to what was to be done a week ago; the rest is open, some of it for too long."""
        old = entries.filtered(lambda entry: entry.is_open and entry.follow_up_until < self._day(-4))
        old.with_env(acting).action_follow()
        for entry in old:
            entry.followed_at = entry.date + timedelta(hours=20)

    def _read_entries(self, entries, users):
        """Let everybody but the author have read what is older than a day, at the beginning of their shift.

        Reading writes down the present moment; what was read last week is written down as of then.
        """
        limit = self._now() - timedelta(hours=26)
        self.env["recovery.house.log.receipt"].create([
            {"log_id": entry.id, "user_id": user.id, "read_at": entry.date + timedelta(hours=8 + number)}
            for entry in entries if entry.date < limit
            for number, user in enumerate(sorted(users - {entry.author_id}, key=lambda user: user.id))
        ])

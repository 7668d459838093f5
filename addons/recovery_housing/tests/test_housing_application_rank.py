import random
from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .application_case import ApplicationCase


def recount(env, today, uid):
    """Return ({(application, house): (points, place)}) from the raw rows of the tables, without the program's own code."""
    def rows(table, *names):
        return env.execute_query_dict(SQL(
            "SELECT %s FROM %s", SQL(", ").join(map(SQL.identifier, ("id", *names))), SQL.identifier(table),
        ))
    people = {row["id"]: row for row in rows("recovery_client", "birthdate", "birth_year", "restricted")}
    named = set(env.execute_query(SQL("SELECT client_id, user_id FROM recovery_client_restricted_user_rel")))
    houses = rows("recovery_house", "program_id", "kind_id", "active")
    weights = [row for row in rows(
        "recovery_housing_weight", "company_id", "house_id", "factor", "points", "every_days", "maximum", "referred_from",
        "age_from", "age_to", "active",
    ) if row["active"]]
    lines = {}
    for row in rows(
        "recovery_housing_application", "client_id", "house_id", "program_id", "kind_id", "company_id", "state",
        "date_applied",
        "homeless", "with_children", "pregnant", "referred_from", "priority_adjustment",
    ):
        person = people[row["client_id"]]
        if row["state"] in ("admitted", "refused", "withdrawn"):
            continue
        if person["restricted"] and (person["id"], uid) not in named:
            continue
        for house in houses:
            if row["house_id"]:
                fits = house["id"] == row["house_id"]
            else:
                fits = house["active"] and (house["program_id"], house["kind_id"]) == (row["program_id"], row["kind_id"])
            if fits:
                lines.setdefault(house["id"], []).append((row, points_of(row, person, house["id"], weights, today)))
    found = {}
    for house_id, line in lines.items():
        waiting = sorted(
            ((row, points) for row, points in line if row["state"] == "waiting"),
            key=lambda item: (-item[1], item[0]["date_applied"], item[0]["id"]),
        )
        places = {row["id"]: place for place, (row, _points) in enumerate(waiting, 1)}
        for row, points in line:
            found[row["id"], house_id] = (points, places.get(row["id"]))
    return found


def points_of(row, person, house_id, weights, today):
    own = {weight["factor"] for weight in weights if weight["house_id"] == house_id}
    total = row["priority_adjustment"] or 0
    for weight in weights:
        if weight["company_id"] != row["company_id"]:
            continue
        if weight["house_id"] != house_id and (weight["house_id"] or weight["factor"] in own):
            continue
        total += points_by(weight, row, person, today)
    return total


def points_by(weight, row, person, today):
    factor, points = weight["factor"], weight["points"]
    if factor == "waiting":
        given = points * ((today - row["date_applied"]).days // weight["every_days"])
        return min(given, weight["maximum"]) if weight["maximum"] and points > 0 else given
    if factor == "referral":
        return points if row["referred_from"] == weight["referred_from"] else 0
    if factor == "age":
        age = age_of(person, today)
        old_enough = age is not None and weight["age_from"] <= age
        return points if old_enough and (not weight["age_to"] or age <= weight["age_to"]) else 0
    answer = {"homeless": "homeless", "children": "with_children", "pregnant": "pregnant"}[factor]
    return points if row[answer] == "yes" else 0


def age_of(person, today):
    born = person["birthdate"]
    if born:
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return today.year - person["birth_year"] if person["birth_year"] else None


@tagged("post_install", "-at_install")
class TestHousingApplicationRank(ApplicationCase):

    def test_points_places_and_their_words(self):
        self.weight("waiting", 2, every_days=7, maximum=10)
        self.weight("homeless", 5)
        self.weight("referral", 3, referred_from="detox")
        first = self.apply(date_applied=self.day(-20), state="waiting", homeless="yes", referred_from="detox")
        second = self.apply(self.new_person(), date_applied=self.day(-100), state="waiting")
        self.assertEqual((first.priority, first.rank, first.line_length), (12, 1, 2))
        self.assertEqual(
            first.priority_text,
            "12 points: 4 for Days of waiting (20), 5 for Homeless now, 3 for Referred from: Detoxification",
        )
        self.assertEqual(
            (second.priority, second.rank, second.priority_text), (10, 2, "10 points: 10 for Days of waiting (100)")
        )

    def test_without_weights_who_applied_first_is_first(self):
        later, earlier = self.apply(date_applied=self.day(-1), state="waiting"), self.apply(
            self.new_person(), date_applied=self.day(-2), state="waiting",
        )
        self.assertEqual([later.rank, earlier.rank], [2, 1])
        self.assertEqual(
            self.env["recovery.housing.application"].search([("house_id", "=", self.community.id)], order="rank"),
            earlier | later,
        )

    def test_only_who_waits_has_a_place(self):
        application = self.apply(date_applied=self.day(-1))
        waiting = self.apply(self.new_person(), state="waiting")
        self.assertEqual((application.rank, waiting.rank), (0, 1))
        waiting.action_refuse("no_place")
        self.assertEqual((waiting.priority, waiting.rank), (0, 0))

    def test_points_by_hand_are_a_managers_with_a_reason(self):
        first, second = self.apply(date_applied=self.day(-5), state="waiting"), self.apply(
            self.new_person(), state="waiting",
        )
        for refusal in self.refusals("recovery.housing.application", "adjusted", "By hand because"):
            with refusal:
                second.priority_adjustment = 4
        values = {"priority_adjustment": 4, "priority_reason": "Demo: winter"}
        with self.assertRaisesRegex(AccessError, "^Points by hand: "):
            second.with_user(self.house).write(values)
        second.with_user(self.manager).write(values)
        self.env.flush_all()
        self.assertEqual((second.rank, second.priority_text, first.rank), (1, "4 points: 4 by hand", 2))

    def test_a_house_weighs_for_itself(self):
        self.weight("homeless", 5)
        self.weight("children", 1)
        self.weight("homeless", 1, house=self.community)
        here = self.apply(homeless="yes", with_children="yes")
        cabin = self.new_house(self.own, "CABIN")
        self.assertEqual((here.priority, self.apply(house=cabin, homeless="yes", with_children="yes").priority), (2, 6))

    def test_who_asks_for_any_house_stands_in_the_line_of_each(self):
        cabin = self.new_house(self.own, "CABIN")
        self.weight("homeless", 9, house=cabin)
        self.weight("pregnant", 3)
        anywhere = self.apply_for_kind(homeless="yes", state="waiting", date_applied=self.day(-9))
        here = self.apply(self.new_person(), pregnant="yes", state="waiting")
        there = self.apply(self.new_person(), cabin, state="waiting", pregnant="yes")
        self.assertEqual([record.rank for record in (anywhere, here, there)], [1, 1, 2])
        in_house = anywhere.with_context(housing_rank_house=self.community.id)
        self.assertEqual((in_house.rank, in_house.priority), (2, 0))

    def test_a_restricted_person_is_counted_for_the_users_named_alone(self):
        secret = self.apply(self.client_restricted, date_applied=self.day(-9), state="waiting")
        other = self.apply(state="waiting")
        self.assertEqual((other.with_user(self.house).rank, other.with_user(self.house).line_length), (1, 1))
        self.assertEqual((other.with_user(self.keeper).rank, secret.with_user(self.keeper).rank), (2, 1))

    def test_the_list_costs_the_same_for_many(self):
        self.weight("waiting", 1)
        for _turn in range(12):
            self.apply(self.new_person(), state="waiting")
        Application = self.env["recovery.housing.application"].with_user(self.house)
        names = {
            name: {} for name in ("rank", "priority", "priority_text", "days_waiting", "state", "client_id", "house_id")
        }

        def count(limit):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            found = Application.web_search_read([("house_id", "=", self.community.id)], names, limit=limit, order="rank, id")
            self.assertEqual(len(found["records"]), limit)
            return self.cr.sql_log_count - before
        count(2)
        self.assertEqual(count(2), count(12))

    def test_recounted_in_plain_python_from_random_rows(self):
        dice = random.Random(2026)
        houses = self.community | self.new_house(self.own, "CABIN") | self.new_house(self.own, "HUT") | self.flat
        self._weigh_at_random(dice, houses)
        answers = ("yes", "no", "unknown")
        applications = self.env["recovery.housing.application"]
        for _turn in range(60):
            person = self._person_at_random(dice)
            values = {
                "date_applied": self.day(-dice.randrange(200)), "homeless": dice.choice(answers),
                "with_children": dice.choice(answers), "pregnant": dice.choice(answers),
                "referred_from": dice.choice((False, "detox", "prison", "self")),
                "state": dice.choice(("applied", "waiting", "waiting")),
            }
            if dice.random() < 0.2:
                values |= {"priority_adjustment": dice.randrange(-5, 9), "priority_reason": "Demo"}
            if dice.random() < 0.3:
                applications |= self.apply_for_kind(person, dice.choice(self.own | self.other), **values)
            else:
                applications |= self.apply(person, dice.choice(houses), **values)
        for application in dice.sample(list(applications), 8):
            application.action_refuse("no_place")
        self.env.flush_all()
        for user in (self.env.user, self.keeper):
            self._compare(applications.with_user(user), houses, recount(self.env, self.today, user.id))

    def _weigh_at_random(self, dice, houses):
        self.weight("waiting", 1, every_days=7, maximum=12)
        self.weight("homeless", 5)
        self.weight("children", 3)
        self.weight("pregnant", 4)
        self.weight("referral", 3, referred_from="detox")
        self.weight("referral", -2, referred_from="self")
        self.weight("age", 2, age_from=18, age_to=25)
        self.weight("age", 1, age_from=60)
        for house in houses[:2]:
            self.weight("homeless", dice.randrange(9), house=house)
            self.weight("waiting", 2, house=house, every_days=dice.randrange(3, 20))
            self.weight("age", 7, house=house, age_from=30, age_to=40)

    def _person_at_random(self, dice):
        values = {}
        if dice.random() < 0.5:
            values = {"identity": "identified", "first_name": "Demo", "last_name": "Testová", "birthdate": date(
                self.today.year - dice.randrange(17, 70), dice.randrange(1, 13), dice.randrange(1, 29),
            )}
        elif dice.random() < 0.5:
            values = {"birth_year": self.today.year - dice.randrange(17, 70)}
        if dice.random() < 0.15:
            values |= {"restricted": True, "restricted_user_ids": [Command.set(self.keeper.ids)]}
        return self.new_person(**values)

    def _compare(self, applications, houses, expected):
        compared = 0
        for house in houses:
            here = {
                row[0]: row[1:] for row in applications.env.execute_query(SQL(
                    "SELECT application_id, score, rank FROM (%s) line", applications._get_line_query(house),
                ))
            }
            self.assertEqual(here, {number: row for (number, at), row in expected.items() if at == house.id})
            compared += len(here)
        self.assertGreater(compared, 40)
        shown = applications.search([("id", "in", applications.ids)])
        for application in shown:
            lines = [row for (number, _house), row in expected.items() if number == application.id]
            best = min((place for _points, place in lines if place), default=0)
            with self.subTest(application=application.id):
                self.assertEqual(application.rank, best)
                if lines:
                    self.assertIn((application.priority, best or None), lines)
        ranked = [
            application.rank for application in applications.search([("id", "in", applications.ids)], order="rank, id")
        ]
        self.assertEqual(ranked, sorted(ranked, key=lambda place: (not place, place)))

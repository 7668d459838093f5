from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..unit_rule import IDENTITIES, UnitRule, count_units, get_units_sql, get_visit_sql

COLUMNS = {
    "encounter_id": "int4", "client_id": "int4", "date": "date", "service_id": "int4", "kind": "varchar",
    "is_intervention": "bool", "is_indirect": "bool", "identity": "varchar", "place": "varchar", "state": "varchar",
    "minutes": "int4", "headcount": "int4", "program_id": "int4", "district_id": "int4", "gender": "varchar",
}
# What an encounter and a client have is the same in all of their rows.
PLACES = ("centre", "street", "phone", "online")
GENDERS = ("female", "male", "unknown")


@st.composite
def rows(draw):
    found = []
    for _index in range(draw(st.integers(0, 14))):
        encounter, client = draw(st.integers(1, 5)), draw(st.sampled_from((None, 1, 2, 3)))
        found.append({
            "encounter_id": encounter, "client_id": client, "date": f"2026-03-0{(encounter * 3) % 4 + 1}",
            "service_id": draw(st.integers(1, 3)), "kind": draw(st.sampled_from(("individual", "exchange"))),
            "is_intervention": draw(st.booleans()), "is_indirect": draw(st.sampled_from((None, False, True))),
            "identity": IDENTITIES[client - 1] if client else None, "place": PLACES[encounter % 4],
            "state": draw(st.sampled_from(("done", "done", "no_show", "cancelled"))),
            "minutes": draw(st.sampled_from((0, 1, 5, 10, 14, 15, 16, 29, 30, 31, 45, 60, 90))),
            "headcount": 0 if client else draw(st.integers(1, 6)), "program_id": 1, "district_id": encounter,
            "gender": GENDERS[client - 1] if client else "unknown",
        })
    return found


@st.composite
def rules(draw):
    counted_per = draw(st.sampled_from(("person", "encounter")))
    roundings = ("none", "up", "half_up", "accumulate") if counted_per == "person" else ("none", "up", "half_up")
    return UnitRule(
        minutes=draw(st.sampled_from((1, 7, 10, 30))), rounding=draw(st.sampled_from(roundings)), counted_per=counted_per,
        services=draw(st.sampled_from(("all", "intervention", "chosen"))),
        service_ids=tuple(draw(st.sets(st.integers(1, 3), max_size=2))),
        service_kind=draw(st.sampled_from((False, "exchange"))),
        identities=tuple(draw(st.sets(st.sampled_from(IDENTITIES)))),
        unnamed=draw(st.sampled_from(("none", "once", "each"))),
        remote=draw(st.booleans()), no_show=draw(st.booleans()), indirect=draw(st.booleans()),
    )


# hypothesis rightly asks for a fresh fixture; these queries change nothing.
QUIET = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@tagged("post_install", "-at_install")
class TestUnitRule(TransactionCase):
    """Minutes become units, in Python as in SQL."""

    def deliveries(self, found):
        """Return SQL of the rows."""
        names = SQL(", ").join(map(SQL.identifier, COLUMNS))
        types = SQL(", ").join(SQL("NULL::%s", SQL(kind)) for kind in COLUMNS.values())
        lines = [SQL("(%s)", types)] + [
            SQL("(%s)", SQL(", ").join(SQL("%s::%s", row[name], SQL(kind)) for name, kind in COLUMNS.items()))
            for row in found
        ]
        return SQL("SELECT * FROM (VALUES %s) t (%s) WHERE t.encounter_id IS NOT NULL", SQL(", ").join(lines), names)

    def assertSame(self, units, found):
        found = {(encounter, client): count for encounter, client, count in found}
        self.assertEqual(
            {key: round(float(count), 9) for key, count in units.items() if count},
            {key: round(float(count), 9) for key, count in found.items() if count},
        )

    @QUIET
    @given(rules(), rows())
    def test_sql_and_python_count_alike(self, rule, found):
        self.assertSame(count_units(rule, found), self.env.execute_query(SQL(
            "SELECT u.encounter_id, u.client_id, u.units FROM (%s) u", get_units_sql(rule, self.deliveries(found)),
        )))

    @QUIET
    @given(rules().filter(lambda rule: rule.counted_per == "person" and rule.rounding != "accumulate"), rows())
    def test_the_aggregate_of_one_person_and_encounter_counts_alike(self, rule, found):
        self.assertSame(count_units(rule, found), self.env.execute_query(SQL(
            "SELECT d.encounter_id, d.client_id, %s FROM (%s) d GROUP BY d.encounter_id, d.client_id",
            get_visit_sql(rule, "d"), self.deliveries(found),
        )))

    @QUIET
    @given(rules())
    def test_a_rule_survives_json(self, rule):
        self.assertEqual(UnitRule.from_values(rule.to_values()), rule)

    def count(self, found, **values):
        row = {
            "encounter_id": 1, "client_id": 1, "date": "2026-03-01", "service_id": 1, "kind": "individual",
            "is_intervention": True, "is_indirect": False, "identity": "identified", "place": "centre", "state": "done",
            "headcount": 0,
        }
        return sum(count_units(UnitRule(**values), [{**row, **changed} for changed in found]).values())

    def test_rounding(self):
        for minutes, none, up, half_up, full in (
            (0, 0, 0, 0, 0), (14, Fraction(14, 30), 1, 0, 0), (15, Fraction(1, 2), 1, 1, 0), (30, 1, 1, 1, 1),
            (31, Fraction(31, 30), 2, 1, 1), (45, Fraction(3, 2), 2, 2, 1),
        ):
            found = [
                self.count([{"minutes": minutes}], minutes=30, rounding=rounding)
                for rounding in ("none", "up", "half_up", "accumulate")
            ]
            self.assertEqual(found, [none, up, half_up, full], minutes)

    def test_two_services_in_one_encounter_are_added_before_rounding(self):
        self.assertEqual(self.count([{"minutes": 5}, {"minutes": 5, "service_id": 2}], minutes=10, rounding="up"), 1)

    def test_the_rest_carries_on_to_the_next_encounter_of_the_same_person_alone(self):
        twice = [{"minutes": 20}, {"minutes": 20, "encounter_id": 2}]
        self.assertEqual(self.count(twice, minutes=30, rounding="accumulate"), 1)
        two_people = [{"minutes": 20}, {"minutes": 20, "client_id": 2}]
        self.assertEqual(self.count(two_people, minutes=30, rounding="accumulate"), 0)

    def test_a_group_counts_once_as_long_as_whoever_was_there_longest(self):
        group = [{"minutes": minutes, "client_id": client} for client, minutes in enumerate((30, 60, 90), start=1)]
        self.assertEqual(self.count(group, minutes=30, counted_per="encounter"), 3)
        self.assertEqual(self.count(group, minutes=30), 6)

    def test_unnamed_people(self):
        crowd = [{"minutes": 10, "client_id": None, "headcount": 5}]
        for unnamed, expected in (("none", 0), ("once", 1), ("each", 5)):
            self.assertEqual(self.count(crowd, minutes=10, unnamed=unnamed), expected)

"""House life of the demonstration: whoever opens a screen sees records in every state that its filters offer.

Read through RPC with the rights of the people who work there; the loader is run again, and nothing is there twice.
"""
import base64
from datetime import date

import pytest
from conftest import xmlrpc_logins
from race import query

# Model, field, values that are to be seen.
LIVELY = [
    ("recovery.housing.application", "state", {
        "applied", "waiting", "offered", "accepted", "admitted", "refused", "withdrawn"}),
    ("recovery.housing.offer", "state", {"open", "accepted", "declined", "expired"}),
    ("recovery.housing.check", "answer", {"met", "not_met", False}),
    ("recovery.house.criterion", "kind", {"own", "age", "abstinent", "treatment"}),
    ("recovery.stay", "state", {"reserved", "in"}),
    ("recovery.stay.leave", "state", {"requested", "approved", "away", "returned", "refused", "cancelled"}),
    ("recovery.stay.leave", "kind", {"outing", "leave", "curfew", "hospital", "absence"}),
    ("recovery.substance.test", "state", {"taken", "sealed", "sent", "reported", "confirmed", "cancelled"}),
    ("recovery.substance.test", "kind", {"breath", "urine", "saliva"}),
    ("recovery.substance.test", "result", {"awaited", "negative", "positive", "refused", "diluted"}),
    ("recovery.substance.test", "consequence", {"none", "talk", "tests", "breach", "medical"}),
    ("recovery.house.incident", "state", {"open", "followed_up", "closed", "cancelled"}),
    ("recovery.house.incident", "level", {1, 2, 3, 4}),
    ("recovery.house.incident.step", "state", {"planned", "done", "dropped"}),
    ("recovery.house.rule.event", "state", {"draft", "valid", "cancelled"}),
    ("recovery.house.rule.event", "step", {"talk", "verbal", "written", False}),
    ("recovery.house.rule.event", "kind", {"breach", "agreement"}),
    ("recovery.house.task.duty", "state", {"planned", "done", "missed", "excused"}),
    ("recovery.house.task.swap", "state", {"asked", "agreed", "declined"}),
    ("recovery.house.meeting", "state", {"planned", "done"}),
    ("recovery.house.meeting.decision", "state", {"open", "done", "dropped"}),
    ("recovery.house.meeting.attendance", "state", {"expected", "present", "excused"}),
    ("recovery.house.visit", "state", {"announced", "approved", "here", "left", "refused", "cancelled"}),
    ("recovery.house.visit.ban", "is_current", {True, False}),
    ("recovery.house.log", "is_important", {True, False}),
    ("recovery.house.log", "is_read", {True, False}),
    ("recovery.house.log", "is_open", {True, False}),
    ("recovery.house.curfew", "weekday", {"4", "5"}),
]
# Model, condition: at least one record meets it.
NOW = [
    ("recovery.stay.leave", [("is_late", "=", True), ("alarmed_on", "!=", False)]),
    ("recovery.stay.leave", [("minutes_late", ">", 0)]),
    ("recovery.stay", [("is_overdue", "=", True), ("state", "=", "in")]),
    ("recovery.stay", [("is_away", "=", True), ("is_late", "=", False)]),
    ("recovery.bed.outage", [("request_id", "!=", False), ("date_to", "=", False)]),
    ("recovery.housing.offer", [("is_ending", "=", True)]),
    ("recovery.housing.application", [("priority_adjustment", "!=", 0)]),
    ("recovery.house.incident", [("is_overdue", "=", True)]),
    ("recovery.house.incident", [("police", "=", False), ("fire_brigade", "=", True)]),
    ("recovery.house.incident.notice", [("told_on", "=", False)]),
    ("recovery.house.incident.notice", [("told_on", "!=", False)]),
    ("recovery.house.incident.step", [("is_overdue", "=", True)]),
    ("recovery.house.rule.event", [("test_id", "!=", False)]),
    ("recovery.house.meeting.decision", [("is_overdue", "=", True)]),
    ("recovery.house.visit", [("is_overdue", "=", True)]),
    ("recovery.house.log", [("amends_id", "!=", False)]),
    ("recovery.house.task.exemption", [("date_to", ">=", date.today().isoformat())]),
    ("recovery.house.task.duty", [("checked_by_id", "!=", False)]),
    ("recovery.house.rule", []),
    ("recovery.house.item", []),
    ("maintenance.equipment", [("house_id", "!=", False)]),
]
LOGINS = ("hearth-house", "house")


@pytest.fixture(scope="module")
def server(new_server):
    """A server of its own, whose jobs do not run: offers expire and rotas grow in a shared one."""
    return new_server("house_life", None, "--max-cron-threads", "0")


@pytest.fixture(scope="module")
def login(server):
    return xmlrpc_logins(server)


@pytest.mark.parametrize("name", LOGINS)
@pytest.mark.parametrize(("model", "field", "wanted"), LIVELY, ids=[f"{row[0]}.{row[1]}" for row in LIVELY])
def test_every_state_is_to_be_seen(name, model, field, wanted, login):
    rows = login(name).call(model, "search_read", [], [field])
    assert wanted <= {row[field] for row in rows}


@pytest.mark.parametrize("name", LOGINS)
@pytest.mark.parametrize(("model", "domain"), NOW, ids=[f"{row[0]} {row[1][:1]}" for row in NOW])
def test_what_a_screen_marks_is_there(name, model, domain, login):
    assert login(name).call(model, "search_count", domain)


def test_a_bed_is_offered_to_a_resident_of_another_house(login):
    for name in ("house", "riverbank-house"):
        [row] = login(name).call("recovery.housing.application", "search_read", [
            ("from_stay_id", "!=", False)], ["state", "from_stay_id", "house_id"])
        assert row["state"] == "offered"


@pytest.mark.parametrize("name", [*LOGINS, "riverbank-house"])
def test_the_rota_is_shared_among_several(name, login, server):
    api = login(name)
    [[day]] = query(server.dsn, "SELECT MAX(create_date)::date::text FROM recovery_house_task")
    ahead = api.call("recovery.house.task.duty", "search_read", [("date", ">=", day)], ["stay_id", "state"])
    behind = api.call("recovery.house.task.duty", "search_count", [("date", "<", day), ("state", "=", "planned")])
    assert len({row["stay_id"][0] for row in ahead}) >= 3
    assert not behind, "of each day gone by somebody said what became of it"


@pytest.mark.parametrize("name", ["hearth-manager", "manager", "riverbank-manager"])
def test_houses_have_pictures(name, login):
    houses = login(name).call("recovery.house", "search_read", [], ["image_1920"])
    assert houses
    for house in houses:
        content = base64.b64decode(house["image_1920"])
        assert content.startswith(b"\xff\xd8\xff") and len(content) < 20_000


def test_entries_of_the_log_were_read_after_they_were_written(server):
    rows = query(server.dsn, """
        SELECT r.read_at > l.date, r.user_id <> l.author_id FROM recovery_house_log_receipt r
          JOIN recovery_house_log l ON l.id = r.log_id""")
    assert len(rows) > 100 and set(rows) == {(True, True)}


def test_what_is_written_says_that_it_is_invented(server):
    for table, column in (
        ("recovery_house_log", "body"), ("recovery_stay_leave", "note"), ("recovery_house_incident", "description"),
        ("recovery_house_incident", "measures"), ("recovery_house_incident_step", "name"),
        ("recovery_house_incident_step", "result"), ("recovery_house_rule_event", "details"),
        ("recovery_house_rule_event", "conditions"), ("recovery_substance_test", "note"), ("recovery_house_meeting", "body"),
    ):
        texts = [text for [text] in query(server.dsn, f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")]
        assert texts and all(text.startswith("Demonstration: ") for text in texts), (table, column)
    names = [name for [name] in query(server.dsn, "SELECT visitor_name FROM recovery_house_visit")]
    assert names and all(name.startswith("Demo ") for name in names)


def test_nobody_lives_there_since_a_day_that_was_reported_on(server):
    """Whoever came with house life came after the two years of the consortium, and its beds are as new."""
    [[late]] = query(server.dsn, """
        SELECT COUNT(*) FROM recovery_stay s JOIN recovery_client c ON c.id = s.client_id
         WHERE c.last_name LIKE 'Demo %%' AND s.date_from <= '2026-10-31'
           AND s.company_id IN (SELECT id FROM res_company WHERE name LIKE 'Hearth%%')""")
    assert not late


def test_loading_again_adds_nothing(server):
    tables = (
        "recovery_stay", "recovery_house_log", "recovery_house_task_duty", "recovery_housing_application", "recovery_night",
        "recovery_house", "maintenance_equipment", "recovery_house_incident", "res_partner",
        "recovery_house_incident_step",
    )
    count = "SELECT " + ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in tables)
    before = query(server.dsn, count)
    server.work.odoo.shell(server.database, """
for name in ("_build_consortium_life", "_build_riverbank_life", "_build_crossroads_houses"):
    getattr(env["recovery.demo"], name)()
env.cr.commit()
""", error="The loader failed")
    assert query(server.dsn, count) == before

"""Organisation 4: a contact centre in Czechia, a year of its counter and street work, as its people use it.

Its funders ask for volumes: syringes out and back, material, people in the programme, by month and year, place
and gender. Each is counted again in plain Python from the rows of the tables and compared with the indicators,
with drafts of every month and day, with a frozen report and with the cells of its file.
"""
import calendar
from datetime import date, timedelta

import pytest
from conftest import WebSession, xmlrpc_logins
from funder_report import agree, freeze_report
from raw_volumes import RawVolumes

GRANT = "RVK-HR-2207"
# What adds up from day to day; people and rates do not.
ADDITIVE = (
    "syringes_issued", "syringes_returned", "supplies_issued", "contacts", "headcount", "anonymous_contacts",
    "syringes_issued_street",
)


@pytest.fixture(scope="module")
def server(new_server):
    """A copy for this file alone: a visit is cancelled in it."""
    return new_server("organisation_4")


@pytest.fixture(scope="module")
def login(server):
    """XML-RPC as somebody of the centre, by role."""
    return xmlrpc_logins(server, "bridge-")


@pytest.fixture(scope="module")
def finance(login):
    return login("finance")


@pytest.fixture(scope="module")
def raw(server):
    return RawVolumes(server.dsn)


@pytest.fixture(scope="module")
def grant(finance):
    [found] = finance.call("recovery.grant", "search_read", [("code", "=", GRANT)], ["date_start"])
    return {"id": found["id"], "start": date.fromisoformat(found["date_start"])}


@pytest.fixture(scope="module")
def months(grant):
    """First and last day of the twelve months before this one."""
    firsts = [
        date(grant["start"].year + (grant["start"].month - 1 + number) // 12,
             (grant["start"].month - 1 + number) % 12 + 1, 1)
        for number in range(12)
    ]
    return [(first, first.replace(day=calendar.monthrange(first.year, first.month)[1])) for first in firsts]


@pytest.fixture(scope="module")
def figures_of(finance, grant):
    """Return {code: figure of today} for a period: a draft whose period is moved, and which is thrown away."""
    drafts = []

    def figures(start, stop):
        period = {"date_from": start.isoformat(), "date_to": stop.isoformat()}
        if drafts:
            finance.call("recovery.report", "write", drafts, period)
        else:
            drafts.extend(finance.call("recovery.report", "create", [{"grant_id": grant["id"], **period}]))
        lines = finance.call("recovery.report.line", "search_read", [("report_id", "in", drafts)], ["code", "value_now"])
        return {line["code"]: line["value_now"] for line in lines}

    yield figures
    finance.call("recovery.report", "unlink", drafts)


@pytest.fixture(scope="module")
def year_report(grant, months, server):
    """The report on the whole year, frozen and fetched as the finance officer does."""
    return freeze_report(server, "bridge-finance", grant["id"], months[0][0], months[-1][1])


def test_a_year_has_6000_visits_and_40000_syringes(raw, months):
    start, stop = months[0][0], months[-1][1]
    visits = {visit["id"] for _delivery, visit in raw.done(start, stop)}
    assert len(visits) >= 6000
    figures = raw.figures(start, stop)
    assert figures["syringes_issued"] >= 40_000
    assert 85 < figures["return_rate"] < 97
    people = {delivery["client_id"] for delivery, _visit in raw.done(start, stop)} - {None}
    assert 300 <= len(people) <= 500
    kinds = {raw.kinds[supply["product_id"]] for supply in raw.supplies.values()}
    assert {"syringe", "needle", "water", "filter", "condom", "naloxone", "foil", "capsule", "test"} <= kinds
    codes = {raw.services[delivery["service_id"]]["code"] for delivery, _visit in raw.done(start, stop)}
    assert {"SWAP", "HYG", "FOOD", "AID", "CRISIS", "SOC", "SEND"} <= codes


def test_indicators_are_the_recounted_volumes(raw, finance, grant):
    rows = finance.call(
        "recovery.grant.indicator", "search_read", [("grant_id", "=", grant["id"])], ["indicator_id", "value"])
    codes = {
        row["id"]: row["code"] for row in finance.call(
            "recovery.indicator", "read", [row["indicator_id"][0] for row in rows], ["code"])
    }
    agree({codes[row["indicator_id"][0]]: row["value"] for row in rows}, raw.figures(grant["start"], date.today()))


def test_every_month_is_recounted_and_the_months_make_the_year(raw, months, figures_of):
    by_month = [figures_of(*month) for month in months]
    for month, found in zip(months, by_month, strict=True):
        agree(found, raw.figures(*month))
        assert found["syringes_issued"] > 0
    year = figures_of(months[0][0], months[-1][1])
    for code in ADDITIVE:
        assert sum(month[code] for month in by_month) == pytest.approx(year[code]), code
    assert sum(month["in_harm_reduction"] for month in by_month) > year["in_harm_reduction"], "people come again"


def test_a_month_is_the_sum_of_its_days(raw, months, figures_of):
    first, last = months[5]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    by_day = [figures_of(day, day) for day in days]
    for day, found in zip(days, by_day, strict=True):
        agree(found, raw.figures(day, day))
    month = figures_of(first, last)
    for code in ADDITIVE:
        assert sum(day[code] for day in by_day) == pytest.approx(month[code]), code
    assert any(day["syringes_issued"] == 0 for day in by_day), "at weekends the centre is closed"


def test_places_make_the_whole_and_women_are_some_of_it(raw, months, figures_of):
    start, stop = months[0][0], months[-1][1]
    street, centre = (raw.material(raw.done(start, stop, place), "syringe") for place in ("street", "centre"))
    year = figures_of(start, stop)
    assert street[0] == year["syringes_issued_street"] > 0
    assert street[0] + centre[0] == year["syringes_issued"]
    assert street[1] + centre[1] == year["syringes_returned"]
    assert 0 < year["women_in_harm_reduction"] < year["in_harm_reduction"]
    assert year["anonymous_contacts"] > year["headcount"] > 0, "some of those with a code are anonymous too"


def test_the_frozen_report_and_its_file_say_the_same(raw, months, year_report):
    expected = raw.figures(months[0][0], months[-1][1])
    agree({code: line["value"] for code, line in year_report["lines"].items()}, expected)
    rows = list(year_report["book"]["Summary"].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "Indicator")
    column = rows[head].index("In the period")
    cells = {row[0]: row[column] for row in rows[head + 1:] if row[0]}
    for code, line in year_report["lines"].items():
        assert cells[line["name"]] == pytest.approx(expected[code], abs=0.01), code
    by_code = {
        row[0]: row for row in year_report["book"]["Indicators"].iter_rows(values_only=True) if row[0] in expected
    }
    assert by_code.keys() == expected.keys()


def test_the_file_names_nobody(raw, year_report):
    text = "\n".join(
        str(cell) for sheet in year_report["book"] for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    nicknames = {client["nickname"] for client in raw.clients.values() if client["nickname"]}
    assert len(nicknames) > 100
    assert not [nickname for nickname in nicknames if nickname in text]
    assert any(client["code"] in text for client in raw.clients.values())


def test_cancelled_visits_count_nowhere(raw, months):
    """There are such visits, and with them the figures would be others."""
    start, stop = months[0][0], months[-1][1]
    cancelled = [visit for visit in raw.encounters.values() if visit["state"] == "cancelled"]
    parts = [row for row in raw.deliveries.values() if row["state"] == "cancelled"
             and raw.encounters[row["encounter_id"]]["state"] == "done"]
    assert len(cancelled) > 40 and parts
    lost = sum(
        supply["issued"] for row in raw.deliveries.values() if row["state"] == "cancelled"
        for supply in raw.supplies_of[row["id"]]
    )
    assert lost > 0
    counted = {delivery["id"] for delivery, _visit in raw.done(start, stop)}
    assert not counted & {row["id"] for row in parts}
    assert not {visit["id"] for visit in cancelled} & {visit["id"] for _delivery, visit in raw.done(start, stop)}


def test_a_visit_cancelled_later_leaves_all_but_what_is_frozen(raw, login, server, months, year_report, figures_of):
    """The head of the centre amends a visit of the last month: each figure falls by what the visit held."""
    first, last = months[-1]
    visit_id = min(
        visit["id"] for delivery, visit in raw.done(first, last)
        if visit["place"] == "street" and delivery["client_id"] and len(raw.supplies_of[delivery["id"]]) > 1
    )
    before = figures_of(first, last)
    manager = WebSession(server.base_url, "bridge-manager", "bridge-manager")
    for method, *words in (("amend", "Entered twice"), ("action_cancel",), ("action_finish_amendment",)):
        assert "error" not in manager.call_kw("recovery.encounter", method, [visit_id], *words)
    after, again = figures_of(first, last), RawVolumes(server.dsn)
    agree(after, again.figures(first, last))
    held = [(delivery, visit) for delivery, visit in raw.done(first, last) if visit["id"] == visit_id]
    assert before["syringes_issued"] - after["syringes_issued"] == raw.material(held, "syringe")[0]
    assert before["supplies_issued"] - after["supplies_issued"] == raw.material(held)[0] > 0
    assert before["contacts"] - after["contacts"] == 1
    [line] = login("finance").call("recovery.report.line", "search_read", [
        ("report_id", "=", year_report["id"]), ("code", "=", "supplies_issued"),
    ], ["value", "value_now", "correction"])
    assert line["value"] == year_report["lines"]["supplies_issued"]["value"]
    assert line["correction"] == -raw.material(held)[0]


def test_late_entries_are_marked(raw):
    done = [visit for visit in raw.encounters.values() if visit["state"] == "done"]
    late = [visit for visit in done if visit["recorded_on"] - visit["date_stop"] > timedelta(days=2)]
    assert 100 < len(late) < len(done) / 10
    assert {visit["id"] for visit in late} == {visit["id"] for visit in done if visit["is_late_entry"]}


def test_situations_are_recorded_and_change(login):
    """At entry and later, by the same people; more signs get better than worse."""
    signs = ("has_id_card", "labour_office", "benefits", "employed", "other_services", "knows_services", "states_goals")
    rows = login("data").call(
        "recovery.situation", "search_read", [("state", "=", "valid")], ["episode_id", "moment", "date", *signs],
        order="date, id",
    )
    assert {row["moment"] for row in rows} == {"entry", "review", "exit"}
    courses = {}
    for row in rows:
        courses.setdefault(row["episode_id"][0], []).append(row)
    better = worse = 0
    for course in (course for course in courses.values() if len(course) > 1):
        for sign in signs:
            better += (course[0][sign], course[-1][sign]) == ("no", "yes")
            worse += (course[0][sign], course[-1][sign]) == ("yes", "no")
    assert better > 2 * worse > 0


def test_worker_at_the_counter_sees_the_centre_and_nothing_else(login, raw):
    worker = login("outreach")
    clients = worker.call("recovery.client", "search_read", [], ["code"], context={"active_test": False})
    assert {row["id"] for row in clients} == raw.clients.keys()
    assert worker.call("recovery.program", "search_count", []) == 2

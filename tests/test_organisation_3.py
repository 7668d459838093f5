"""Organisation 3: an association in Warsaw, its nights on the street and what they lead to, paid by a grant in euro.

The grant asks for 60 people supported and 3 who learned to speak for themselves. Both, and the volumes of the street,
are counted again in plain Python from the rows of the tables and compared with the indicators, with a frozen report
and with the cells of its file.
"""
from collections import Counter, defaultdict
from contextlib import closing
from datetime import date

import psycopg2
import pytest
from conftest import xmlrpc_logins
from funder_report import agree, freeze_report
from psycopg2.extras import DictCursor
from raw_volumes import RawVolumes

COMPANY = "Riverbank Association, Warsaw (demo)"
GRANT, START, END = "ACF-2020-0307", date(2020, 12, 1), date(2022, 6, 30)
STREET = {
    "shifts": "SELECT id, state, date FROM recovery_outreach_shift",
    "stops": "SELECT id, shift_id, district_id FROM recovery_outreach_stop",
    "finds": "SELECT id, date, kind, pieces, state, origin FROM recovery_find",
    "events": "SELECT id, kind, state, date, headcount, encounter_id FROM recovery_event",
    "participants": "SELECT id, event_id, client_id, employee_id, role, state, hours FROM recovery_event_participant",
    "publications": "SELECT id, state, date FROM recovery_publication",
    "visits_at_stops": "SELECT id, stop_id, district_id FROM recovery_encounter",
}


class RawStreet(RawVolumes):
    """What an association keeps beside services: shifts, finds, events, publications."""

    def __init__(self, dsn):
        super().__init__(dsn, COMPANY)
        with closing(psycopg2.connect(dsn)) as connection, connection.cursor(cursor_factory=DictCursor) as cursor:
            for name, select in STREET.items():
                cursor.execute(
                    f"{select} WHERE company_id = (SELECT id FROM res_company WHERE name = %s)", [COMPANY])
                setattr(self, name, [dict(row) for row in cursor.fetchall()])

    def supported(self, start, stop, kind=None):
        return {
            delivery["client_id"] for delivery, _visit in self.done(start, stop)
            if kind in (None, self.services[delivery["service_id"]]["kind"])
        } - {None}

    def held(self, start, stop):
        return {row["id"]: row for row in self.events if row["state"] == "done" and start <= row["date"] <= stop}

    def trained(self, start, stop):
        courses = {
            number for number, row in self.held(start, stop).items() if row["kind"] in ("training", "self_advocacy")
        }
        return {
            (row["client_id"], row["employee_id"]) for row in self.participants
            if row["event_id"] in courses and row["state"] == "completed" and row["role"] in ("volunteer", "self_advocate")
        }

    def took_part(self, start, stop):
        held = self.held(start, stop)
        named = [
            row for row in self.participants if row["event_id"] in held and row["state"] in ("attended", "completed")
        ]
        return len(named) + sum(row["headcount"] or 0 for row in held.values())

    def figures_of_grant(self, start, stop):
        """Return {code of an indicator: figure} of the days from ``start`` to ``stop``, both included."""
        rows = self.done(start, stop)
        met, unnamed = self.contacts(rows)
        return {
            "supported": len(self.supported(start, stop)), "volunteers_trained": len(self.trained(start, stop)),
            "supported_legal": len(self.supported(start, stop, "legal")), "contacts": len(met) + unnamed,
            "headcount": unnamed, "syringes_issued": self.material(rows, "syringe")[0],
            "events": len(self.held(start, stop)), "participants": self.took_part(start, stop),
            "publications": sum(
                row["state"] == "published" and start <= row["date"] <= stop for row in self.publications if row["date"]),
        }


@pytest.fixture(scope="module")
def server(new_server):
    return new_server("organisation_3")


@pytest.fixture(scope="module")
def login(server):
    """XML-RPC as somebody of the association, by role."""
    return xmlrpc_logins(server, "riverbank-")


@pytest.fixture(scope="module")
def raw(server):
    return RawStreet(server.dsn)


@pytest.fixture(scope="module")
def grant(login):
    [found] = login("finance").call(
        "recovery.grant", "search_read", [("code", "=", GRANT)], ["date_start", "date_end", "amount", "currency_id"])
    return found


@pytest.fixture(scope="module")
def final_report(grant, server):
    """The report on the whole grant, frozen and fetched as the finance officer does."""
    return freeze_report(server, "riverbank-finance", grant["id"], START, END)


def test_60_people_were_supported(raw, login, grant):
    people = raw.supported(START, END)
    assert len(people) == 60
    assert len(raw.clients) > 65, "others are known as well, and do not count"
    assert raw.supported(date(2000, 1, 1), date(2099, 1, 1)) > people, "some were met before or after the grant alone"
    missed = {row["client_id"] for row in raw.deliveries.values() if row["state"] in ("no_show", "cancelled")} - people
    assert missed - raw.supported(date(2000, 1, 1), date(2099, 1, 1)), "some made appointments and never came"
    [line] = login("finance").call("recovery.grant.indicator", "search_read", [
        ("grant_id", "=", grant["id"]), ("indicator_id.code", "=", "supported"),
    ], ["value", "target"])
    assert (line["value"], line["target"]) == (60, 60)


def test_3_people_learned_to_speak_for_themselves(raw, login, grant):
    assert len(raw.trained(START, END)) == 3
    courses = {row["id"] for row in raw.events if row["kind"] == "self_advocacy"}
    began = [row for row in raw.participants if row["event_id"] in courses]
    assert len(began) == 4, "the fourth missed too many hours"
    assert [row["state"] for row in began if row["hours"] < 20] == ["attended"]
    [line] = login("finance").call("recovery.grant.indicator", "search_read", [
        ("grant_id", "=", grant["id"]), ("indicator_id.code", "=", "volunteers_trained"),
    ], ["value", "target"])
    assert (line["value"], line["target"]) == (3, 3)


def test_every_indicator_is_recounted(raw, login, grant):
    rows = login("finance").call(
        "recovery.grant.indicator", "search_read", [("grant_id", "=", grant["id"])], ["indicator_id", "value"])
    codes = {
        row["id"]: row["code"] for row in login("finance").call(
            "recovery.indicator", "read", [row["indicator_id"][0] for row in rows], ["code"])
    }
    agree({codes[row["indicator_id"][0]]: row["value"] for row in rows}, raw.figures_of_grant(START, END))


def test_frozen_reports_say_what_happened_by_then(raw, login, grant):
    finance = login("finance")
    reports = finance.call("recovery.report", "search_read", [
        ("grant_id", "=", grant["id"]), ("state", "=", "frozen"), ("date_to", "<", END.isoformat()),
    ], ["date_from", "date_to"])
    assert len(reports) == 3
    for report in reports:
        lines = finance.call("recovery.report.line", "search_read", [("report_id", "=", report["id"])], ["code", "value"])
        period = (date.fromisoformat(report["date_from"]), date.fromisoformat(report["date_to"]))
        agree({line["code"]: line["value"] for line in lines}, raw.figures_of_grant(*period))


def test_the_file_of_the_final_report_is_in_euro_and_names_nobody(raw, grant, final_report):
    expected = raw.figures_of_grant(START, END)
    agree({code: line["value"] for code, line in final_report["lines"].items()}, expected)
    rows = list(final_report["book"]["Summary"].iter_rows(values_only=True))
    assert dict(row[:2] for row in rows if row[0] == "Amount") == {"Amount": 48_990}
    assert grant["currency_id"][1] == "EUR"
    formats = [cell.number_format for row in final_report["book"]["Summary"] for cell in row if cell.value == 48_990]
    assert formats and all("€" in code or "EUR" in code for code in formats)
    head = next(number for number, row in enumerate(rows) if row[0] == "Indicator")
    column = rows[head].index("In the period")
    cells = {row[0]: row[column] for row in rows[head + 1:] if row[0]}
    for code, line in final_report["lines"].items():
        assert cells[line["name"]] == pytest.approx(expected[code], abs=0.01), code
    text = "\n".join(
        str(cell) for sheet in final_report["book"] for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    nicknames = {client["nickname"] for client in raw.clients.values() if client["nickname"]}
    assert len(nicknames) > 60
    assert not [nickname for nickname in nicknames if nickname in text]


def test_shifts_count_what_their_visits_hold(raw, login):
    """What the list of shifts shows, for every shift, against its visits and finds."""
    shown = login("outreach").call("recovery.outreach.shift", "search_read", [], [
        "state", "people_known", "people_unnamed", "syringes_issued", "found_count",
    ])
    assert len(shown) == len(raw.shifts) > 150
    shift_of = {stop["id"]: stop["shift_id"] for stop in raw.stops}
    at_stop = {row["id"]: shift_of[row["stop_id"]] for row in raw.visits_at_stops if row["stop_id"]}
    known, unnamed, out = defaultdict(set), Counter(), Counter()
    for delivery, visit in raw.done(date(2000, 1, 1), date(2099, 1, 1)):
        shift = at_stop.get(visit["id"])
        if shift and delivery["client_id"]:
            known[shift].add(delivery["client_id"])
        for supply in raw.supplies_of[delivery["id"]] if shift else ():
            out[shift] += supply["issued"] if raw.kinds[supply["product_id"]] == "syringe" else 0
    heads = defaultdict(dict)
    for delivery, visit in raw.done(date(2000, 1, 1), date(2099, 1, 1)):
        if visit["id"] in at_stop:
            visits = heads[at_stop[visit["id"]]]
            visits[visit["id"]] = max(visits.get(visit["id"], 0), delivery["headcount"] or 0)
    for shift, visits in heads.items():
        unnamed[shift] = sum(visits.values())
    for row in shown:
        assert (row["people_known"], row["people_unnamed"], row["syringes_issued"]) == (
            len(known[row["id"]]), unnamed[row["id"]], out[row["id"]]), row["id"]
    assert sum(row["found_count"] for row in shown) == sum(
        row["pieces"] for row in raw.finds if row["state"] == "done" and row["origin"] == "shift")
    assert not [row for row in shown if row["state"] == "cancelled" and (row["people_known"] or row["people_unnamed"])]


def test_visits_on_the_street_lie_in_the_district_of_their_stop(raw):
    districts = {stop["id"]: stop["district_id"] for stop in raw.stops}
    visits = [row for row in raw.visits_at_stops if row["stop_id"]]
    assert len(visits) > 500
    assert all(row["district_id"] == districts[row["stop_id"]] for row in visits)


def test_the_camp_gave_each_participant_one_service(raw):
    [camp] = [row for row in raw.events if row["kind"] == "camp"]
    came = {
        row["client_id"] for row in raw.participants
        if row["event_id"] == camp["id"] and row["state"] in ("attended", "completed")
    }
    assert len(came) == 12
    given = [row for row in raw.deliveries.values() if row["encounter_id"] == camp["encounter_id"]]
    assert {row["client_id"] for row in given if row["state"] == "done"} == came
    assert len(given) == 12


def test_street_worker_sees_the_street_and_not_the_therapy(login, raw):
    """Codes and nicknames of the own programmes; nothing that happens in the day centre."""
    worker, therapist = login("outreach"), login("counsellor")
    programs = {row["code"] for row in worker.call("recovery.program", "search_read", [], ["code"])}
    assert {"STREETWORK", "WARMING"} <= programs
    [client] = worker.call("recovery.client", "search_read", [("nickname", "!=", False)], ["code", "nickname"], limit=1)
    assert client["nickname"].startswith("Demo ")
    therapy = therapist.call("recovery.encounter", "search", [("program_id.code", "=", "DAYCENTRE")])
    assert len(therapy) > 100
    assert not worker.call("recovery.encounter", "search", [("id", "in", therapy)])
    assert not worker.call("recovery.delivery", "search_count", [("encounter_id", "in", therapy)])
    assert not worker.call("recovery.episode", "search_count", [])
    with pytest.raises(Exception, match="[Aa]ccess|not allowed|missing"):
        worker.call("recovery.encounter", "read", therapy[:1], ["date"])

"""Organisation 2: four partners in Slovenia, six small houses, fifteen residents, two years.

What they report to their ministry is counted again in plain Python from the rows of the tables, partner by partner and
together, and compared with the indicators of the four contracts and with a frozen report.
"""
from contextlib import closing
from datetime import date, timedelta

import psycopg2
import pytest
from conftest import XmlRpc
from funder_report import freeze_report
from psycopg2.extras import DictCursor

START, END = date(2024, 11, 1), date(2026, 10, 31)
CONTRACTS = ("MDDSZ-RC-2411", "MDDSZ-RC-2412", "MDDSZ-RC-2413", "MDDSZ-RC-2414")
NIGHT = timedelta(days=1)


def nights_of(stay):
    """The days on whose night somebody slept in the stay, within the two years."""
    day, stop = max(stay["date_from"], START), min(stay["date_to"] or END + NIGHT, END + NIGHT)
    while day < stop:
        yield day
        day += NIGHT


class Partner:
    """The rows of one partner's company."""

    def __init__(self, rows, company):
        def of(query):
            rows.execute(query, [company])
            return [dict(row) for row in rows.fetchall()]

        self.stays = of("""
            SELECT s.*, h.code AS house FROM recovery_stay s JOIN recovery_house h ON h.id = s.house_id
             WHERE s.company_id = %s AND s.state IN ('in', 'out')""")
        self.services = of("""
            SELECT d.client_id, d.minutes, d.date FROM recovery_delivery d
             WHERE d.company_id = %s AND d.state = 'done'""")
        self.events = of("SELECT * FROM recovery_event WHERE company_id = %s AND state = 'done'")
        self.houses = of("SELECT * FROM recovery_house WHERE company_id = %s")

    def count(self):
        slept = [(stay["client_id"], day) for stay in self.stays for day in nights_of(stay)]
        served = [row for row in self.services if START <= row["date"] <= END]
        leaving = [
            stay for stay in self.stays if stay["state"] == "out" and START <= stay["date_to"] <= END
            and stay["exit_reason"] not in ("moved", "transfer", "death") and stay["exit_destination"] != "unknown"
        ]
        alone = [stay for stay in leaving if stay["exit_destination"] in ("own_home", "shared_home", "family")]
        return {
            "supported": len({row["client_id"] for row in served}),
            "hours": sum(row["minutes"] for row in served) / 60, "residents": len({client for client, _day in slept}),
            "houses_open": len(self.houses), "bed_nights": len(slept),
            "trainings": sum(event["kind"] == "training" for event in self.events),
            "independent_exits": 100 * len(alone) / len(leaving) if leaving else None,
        }


@pytest.fixture(scope="module")
def server(new_server):
    """A server of its own: this test freezes a report, and other tests write into the shared database."""
    return new_server("organisation_2")


@pytest.fixture(scope="module")
def finance(server):
    return XmlRpc(server.base_url, server.database, "hearth-finance", "hearth-finance")


@pytest.fixture(scope="module")
def grants(finance):
    """{code of the contract: grant}, of all four companies."""
    [user] = finance.call("res.users", "read", [finance.uid], ["company_ids"])
    found = user["company_ids"]
    rows = finance.call(
        "recovery.grant", "search_read", [("code", "in", CONTRACTS)], ["code", "company_id"],
        context={"allowed_company_ids": found},
    )
    assert sorted(row["code"] for row in rows) == list(CONTRACTS)
    return {row["code"]: {**row, "companies": found} for row in rows}


@pytest.fixture(scope="module")
def partners(server, grants):
    with closing(psycopg2.connect(server.dsn)) as connection, connection.cursor(cursor_factory=DictCursor) as rows:
        return {code: Partner(rows, grant["company_id"][0]).count() for code, grant in grants.items()}


def test_the_consortium_has_the_figures_of_its_two_years(partners):
    together = {
        name: sum(partner[name] for partner in partners.values())
        for name in ("supported", "hours", "residents", "houses_open", "trainings")
    }
    assert together == {"supported": 82, "hours": 1400, "residents": 15, "houses_open": 6, "trainings": 14}


@pytest.mark.parametrize("code", CONTRACTS)
def test_each_contract_shows_what_its_partner_did(code, finance, grants, partners):
    lines = finance.call(
        "recovery.grant.indicator", "search_read", [("grant_id", "=", grants[code]["id"])], ["indicator_id", "value"],
        context={"allowed_company_ids": grants[code]["companies"]},
    )
    codes = {row["id"]: row["code"] for row in finance.call(
        "recovery.indicator", "read", [line["indicator_id"][0] for line in lines], ["code"],
        context={"allowed_company_ids": grants[code]["companies"]},
    )}
    shown = {codes[line["indicator_id"][0]]: line["value"] for line in lines}
    for name, value in partners[code].items():
        if value is not None:
            assert shown[name] == pytest.approx(value, abs=0.01), name


def test_the_last_report_is_frozen_with_the_nights(server, grants, partners):
    report = freeze_report(server, "hearth-finance", grants[CONTRACTS[0]]["id"], START, END)
    for name in ("supported", "hours", "residents", "bed_nights"):
        assert report["lines"][name]["value"] == pytest.approx(partners[CONTRACTS[0]][name], abs=0.01), name


def test_residents_moved_and_were_away_all_along(server):
    """In each quarter somebody was away for nights and came back to the same stay; some moved on to another bed or house."""
    with closing(psycopg2.connect(server.dsn)) as connection, connection.cursor(cursor_factory=DictCursor) as rows:
        rows.execute("""
            SELECT l.left_at::date AS away, l.returned::date AS back, s.date_from, s.date_to
              FROM recovery_stay_leave l JOIN recovery_stay s ON s.id = l.stay_id JOIN recovery_house h ON h.id = s.house_id
             WHERE l.kind = 'leave' AND l.state = 'returned' AND l.returned::date > l.left_at::date
               AND h.code IN ('RIV', 'VIL', 'HILL', 'STA', 'SEA', 'MILL')
        """)
        leaves = rows.fetchall()
        rows.execute("SELECT COUNT(*) FROM recovery_stay WHERE exit_reason IN ('moved', 'transfer') AND date_to < %s", [END])
        [[moves]] = rows.fetchall()
    quarters = {(leave["away"].year, (leave["away"].month - 1) // 3) for leave in leaves if START <= leave["away"] <= END}
    assert quarters >= {(year, quarter) for year in (2025, 2026) for quarter in range(4)} - {(2026, 2), (2026, 3)}
    for leave in leaves:
        assert leave["date_from"] <= leave["away"] and leave["back"] <= (leave["date_to"] or leave["back"])
    assert len(leaves) > 80 and moves >= 3


def test_one_moved_to_a_house_of_a_partner_by_consent(server):
    """The stay with the first partner ended on the day on which that with the second began: one person, never two beds."""
    with closing(psycopg2.connect(server.dsn)) as connection, connection.cursor(cursor_factory=DictCursor) as rows:
        rows.execute("""
            SELECT after.id, after.client_id, after.company_id, after.date_from, before.id AS before_id,
                   before.company_id AS home, before.date_to, before.state, before.exit_reason,
                   before.client_id AS same
              FROM recovery_stay after JOIN recovery_stay before ON before.id = after.previous_id
             WHERE after.company_id <> before.company_id AND after.state = 'in'
        """)
        [moved] = rows.fetchall()
        rows.execute("""
            SELECT sharing_company_id, date_from FROM recovery_consent
             WHERE client_id = %s AND company_id = %s AND state = 'given' AND sharing_company_id IS NOT NULL
        """, [moved["client_id"], moved["home"]])
        [consent] = rows.fetchall()
        rows.execute("""
            SELECT count(*) FROM recovery_stay one
              JOIN recovery_stay two ON two.client_id = one.client_id AND two.id > one.id
             WHERE one.state <> 'cancelled' AND two.state <> 'cancelled' AND one.client_id = %s
               AND daterange(one.date_from, one.date_to) && daterange(two.date_from, two.date_to)
        """, [moved["client_id"]])
        [[overlaps]] = rows.fetchall()
    assert (moved["same"], moved["state"], moved["exit_reason"]) == (moved["client_id"], "out", "transfer")
    assert moved["date_to"] == moved["date_from"] > consent["date_from"]
    assert consent["sharing_company_id"] == moved["company_id"]
    assert overlaps == 0


def test_the_partners_see_of_each_other_what_was_agreed(server):
    """House staff in Ljubljana: the file that they share, the request that they made, and who asks from Koper."""
    house = XmlRpc(server.base_url, server.database, "hearth-house", "hearth-house")
    [shared] = house.call("recovery.client", "search_read", [("is_shared_there", "=", True)], ["sharing_text"])
    assert "Novo mesto" in shared["sharing_text"]
    [asked] = house.call(
        "recovery.housing.application", "search_read", [("client_id", "=", shared["id"]), ("from_stay_id", "!=", False)],
        ["state", "house_id", "priority", "partner_text"],
    )
    assert (asked["state"], asked["house_id"][1], asked["priority"]) == ("admitted", "Household at the mill", False)
    guests = house.call("recovery.client", "search_read", [("is_shared_here", "=", True)], ["sharing_text", "company_id"])
    [waiting] = house.call(
        "recovery.housing.application", "search_read", [("client_id", "in", [guest["id"] for guest in guests])],
        ["state", "house_id", "client_id"],
    )
    assert (waiting["state"], waiting["house_id"][1]) == ("waiting", "Community at the river")
    [guest] = [guest for guest in guests if guest["id"] == waiting["client_id"][0]]
    assert "Koper" in guest["company_id"][1] and "Koper" in guest["sharing_text"]
    lives = [("client_id", "=", guest["id"])]
    [stay] = house.call("recovery.stay", "search_read", lives, ["state", "monthly_fee", "house_id"])
    assert (stay["state"], stay["monthly_fee"], stay["house_id"][1]) == ("in", False, "Community by the sea")

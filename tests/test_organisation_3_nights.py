"""Organisation 3 at night: hostel, two flats, shelter and warming room over nineteen months.

Each month of each house is counted again in plain Python from the rows of the tables and compared with the measures; and
one person is followed from the street through shelter and hostel to a flat and a home of their own.
"""
from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from conftest import Json2
from raw_nights import NIGHT, RawNights
from test_organisation_3 import COMPANY, END, START

CODES = ("bed_nights", "residents", "occupancy", "turned_away")
# What leaving to a place means for the way: an own home, with others or the family; what was said, not seen.
TOLD = {"own_home": "own_home", "shared_home": "own_home", "family": "own_home", "supported": "flat", "hostel": "hostel",
        "shelter": "shelter", "street": "street", "friends": "other", "hospital": "away", "prison": "away"}
MONTHS = [date(2020 + number // 12, number % 12 + 1, 1) for number in range(11, 31)]


@pytest.fixture(scope="module")
def server(new_server):
    return new_server("organisation_3_nights")


@pytest.fixture(scope="module")
def raw(server):
    return RawNights(server.dsn, COMPANY)


@pytest.fixture(scope="module")
def manager(server):
    return Json2(server.base_url, server.database, server.api_keys()["riverbank-manager"])


@pytest.fixture(scope="module")
def measured(manager):
    """measured(first, last, by): [(label, {code: figure})] as the tables of volumes show them."""
    programs = manager.call("recovery.program", "search", domain=[["code", "in", ["HOMES", "WARMING"]]])
    assert len(programs) == 2
    indicators = [
        manager.call("recovery.indicator", "search", domain=[["code", "=", code]])[0] for code in CODES
    ]

    def measure(first, last, by):
        [table] = manager.call("recovery.volume.table", "create", vals_list=[{
            "name": "Demo nights", "program_ids": [[6, 0, programs]], "indicator_ids": [[6, 0, indicators]],
            "date_from": first.isoformat(), "date_to": last.isoformat(), "row_by": by,
        }])
        content = manager.call("recovery.volume.table", "get_table", ids=[table])
        names = {row["id"]: row["code"] for row in manager.call(
            "recovery.indicator", "search_read", domain=[["id", "in", indicators]], fields=["code", "name"])}
        by_name = {row["name"]: names[row["id"]] for row in manager.call(
            "recovery.indicator", "search_read", domain=[["id", "in", indicators]], fields=["name"])}
        order = [by_name[figure["name"]] for figure in content["figures"]]
        assert sorted(order) == sorted(CODES)
        return [(row["label"], dict(zip(order, row["values"], strict=True))) for row in content["rows"]]

    return measure


def same(shown, counted):
    """Whether figures agree; a share to the hundredth, all others exactly."""
    return all(
        shown[code] == pytest.approx(counted[code], abs=0.01 if code == "occupancy" else 0) for code in CODES
    )


def test_the_association_has_hostel_flats_shelter_and_warming_room(raw):
    assert sorted(house["code"] for house in raw.houses) == ["FLAT1", "FLAT2", "HOSTEL", "SHELTER", "WARM"]
    assert len(MONTHS) == 20
    total = raw.figures(START, END + NIGHT)
    by_code = {raw.house[house]["code"]: figures for house, figures in total.items()}
    assert all(by_code[code]["bed_nights"] > 150 for code in ("HOSTEL", "FLAT1", "FLAT2", "SHELTER"))
    assert by_code["WARM"]["bed_nights"] == 0, "A warming room counts heads, not nights."
    assert by_code["SHELTER"]["turned_away"] > 30


@pytest.mark.parametrize(("first", "following"), pairwise(MONTHS))
def test_every_month_of_every_house_is_recounted(first, following, raw, measured):
    counted = raw.figures(first, following)
    labels = {row["code"]: row["id"] for row in raw.houses} | {row["name"]: row["id"] for row in raw.houses}
    shown = measured(first, following - NIGHT, "house")
    seen = set()
    for label, figures in shown:
        house = next(number for text, number in labels.items() if text in label)
        seen.add(house)
        assert same(figures, counted[house]), (label, figures, counted[house])
    for house in set(raw.house) - seen:
        assert not any(counted[house].values()), "A house with figures has no row."


def test_the_months_add_up_to_the_calendar(raw, measured):
    shown = measured(START, END, "month")
    assert len(shown) == len(MONTHS) - 1
    for (label, figures), (first, following) in zip(shown, pairwise(MONTHS), strict=True):
        counted = raw.figures(first, following)
        for code in ("bed_nights", "turned_away"):
            assert figures[code] == sum(house[code] for house in counted.values()), (label, code)
    whole = raw.figures(START, END + NIGHT)
    assert sum(row["bed_nights"] for _label, row in shown) == sum(house["bed_nights"] for house in whole.values())


def test_what_each_night_was_closed_with_is_what_its_rows_say(raw):
    """Guests of the shelter, entries and the most at once of the warming room, who was turned away."""
    assert {night["state"] for night in raw.nights if START <= night["date"] <= END} == {"closed"}
    closed = [night for night in raw.nights if night["state"] == "closed"]
    assert len(closed) > 800
    for night in closed:
        guests = [row for row in raw.guests if row["night_id"] == night["id"] and row["state"] != "cancelled"]
        passages = sorted(
            (row for row in raw.passages if row["night_id"] == night["id"] and row["state"] == "done"),
            key=lambda row: (row["moment"], row["id"]),
        )
        inside = most = entries = first_entries = 0
        for row in passages:
            came = row["direction"] == "in"
            entries += row["persons"] if came else 0
            first_entries += row["persons"] if came and not row["again"] else 0
            inside += row["persons"] if came else -row["persons"]
            most = max(most, inside)
        people = sum(1 if row["client_id"] else row["headcount"] for row in guests)
        heads = raw.house[night["house_id"]]["nights"] == "headcount"
        away = [row for row in raw.refusals if row["night_id"] == night["id"] and row["state"] == "done"]
        assert (night["guest_count"], night["entry_count"], night["peak_count"], night["refused_count"]) == (
            first_entries if heads else people, entries, most,
            sum(1 if row["client_id"] else row["headcount"] for row in away),
        ), night
        assert inside == 0, "Somebody never left."


def test_nobody_sleeps_twice_on_a_night(raw):
    beds = Counter()
    for stay in raw.stays:
        if stay["state"] in ("in", "out"):
            stop = stay["date_to"] or END
            while stop > stay["date_from"]:
                stop -= NIGHT
                beds[stay["client_id"], stop] += 1
    for guest in raw.guests:
        if guest["client_id"] and guest["state"] != "cancelled" and guest["place"] != "none":
            beds[guest["client_id"], guest["date"]] += 1
    assert len(beds) > 2000
    assert max(beds.values()) == 1


@pytest.fixture(scope="module")
def traveller(raw):
    """The client who has gone the whole way: met on the street, in the shelter, in the hostel, in a flat, at home."""
    went = []
    for client in {stay["client_id"] for stay in raw.stays}:
        steps = set(raw.steps_by_day(client, TOLD, date(2023, 1, 1)).values())
        if steps >= {"street", "shelter", "hostel", "flat", "own_home"}:
            went.append(client)
    assert went, "Nobody of the demonstration has gone the whole way."
    return min(went)


def test_one_person_is_followed_from_the_street_to_a_flat(raw, traveller, manager):
    [user] = manager.call("res.users", "search_read", domain=[["login", "=", "riverbank-manager"]], fields=["tz"])

    def today():
        return datetime.now(ZoneInfo(user["tz"] or "UTC")).date()

    day, path = None, None
    while day != today():
        # Nobody's midnight lies between question and answer.
        day, path = today(), manager.call("recovery.client", "get_housing_path", ids=[traveller])
    expected = raw.steps_by_day(traveller, TOLD, day)
    assert {row["step"]: row["days"] for row in path["totals"]} == dict(Counter(expected.values()))
    lived = {}
    for stretch in path["stretches"]:
        stop = date.fromisoformat(stretch["stop"]) if stretch["stop"] else day
        start = date.fromisoformat(stretch["start"])
        while start < stop:
            assert start not in lived, "Two stretches share a night."
            lived[start] = stretch["step"]
            start += NIGHT
    assert lived == expected
    order = list(dict.fromkeys(row["step"] for row in path["stretches"]))
    assert order[0] == "street" and order.index("hostel") < order.index("flat") < order.index("own_home")


def test_every_path_is_recounted(raw, manager):
    """Not only that of the one who went furthest."""
    clients = sorted({stay["client_id"] for stay in raw.stays})
    assert len(clients) > 5
    for client in clients:
        path = manager.call("recovery.client", "get_housing_path", ids=[client])
        if not path["stretches"]:
            assert all(stay["state"] in ("reserved", "cancelled") for stay in raw.stays if stay["client_id"] == client)
            continue
        closed = {row["step"]: 0 for row in path["stretches"]}
        for row in path["stretches"]:
            if row["stop"]:
                closed[row["step"]] += (date.fromisoformat(row["stop"]) - date.fromisoformat(row["start"])).days
        end = max(date.fromisoformat(row["stop"] or row["start"]) for row in path["stretches"])
        expected = Counter(raw.steps_by_day(client, TOLD, end).values())
        assert {step: days for step, days in closed.items() if days} == dict(expected), client

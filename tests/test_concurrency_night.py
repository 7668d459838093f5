"""A register and the stays at once: one bed a person and one person a bed, whoever comes first; taps add up.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
from datetime import date, timedelta
from itertools import count

import pytest
from race import meet, own_session, query, split
from race_records import INSERTS_INTO, new_client, refused

DESK = "recovery.front.desk"
CLIENT_ROW = "SELECT FROM recovery_client WHERE id = %s FOR UPDATE"
BED_ROW = "SELECT FROM recovery_bed WHERE id = %s FOR UPDATE"
HOUSE_ROW = "SELECT FROM recovery_house WHERE id = %s FOR UPDATE"
numbers = count(1)


def new_key():
    return f"race-night-{next(numbers):0>18}"


@pytest.fixture(scope="module")
def administrator(json2):
    return own_session(json2("admin"))


def new_house(api, program, kind, beds=0, **values):
    [house] = api.call("recovery.house", "create", vals_list=[{
        "name": "Demo race house", "code": f"RN{next(numbers)}", "program_id": program, "kind": kind,
        "date_open": "2024-01-01", **values,
    }])
    found = api.call("recovery.bed", "create", vals_list=[
        {"name": str(number), "house_id": house} for number in range(1, beds + 1)
    ]) if beds else []
    return house, found


@pytest.fixture
def shelter(administrator, program):
    return new_house(administrator, program, "night_shelter", beds=2)


@pytest.fixture
def community(administrator, program):
    return new_house(administrator, program, "community", beds=2)


@pytest.fixture
def day():
    """Yesterday: a night that has begun wherever the server's clock stands."""
    return (date.today() - timedelta(days=1)).isoformat()


@pytest.fixture
def night(counsellor, shelter, day):
    """The open night of the shelter."""
    [found] = counsellor.call("recovery.night", "create", vals_list=[{"house_id": shelter[0], "date": day, "state": "open"}])
    return found


def come(api, shelter, day, *clients, **values):
    return lambda: api.call(DESK, "save_night_guests", values={
        "key": new_key(), "house_id": shelter[0], "date": day, "client_ids": list(clients), **values,
    })


def move_in(api, client, bed, day):
    return lambda: api.call("recovery.stay", "create", vals_list=[
        {"client_id": client, "bed_id": bed, "date_from": day, "state": "in"},
    ])


def beds_of(dsn, client, day):
    """How many beds and mats the tables give a person on a night."""
    return query(dsn, """
        SELECT (SELECT COUNT(*) FROM recovery_night_guest
                 WHERE client_id = %s AND date = %s AND state <> 'cancelled' AND place <> 'none')
             + (SELECT COUNT(*) FROM recovery_stay WHERE client_id = %s AND state IN ('in', 'out')
                   AND daterange(date_from, date_to) @> %s::date)
    """, client, day, client, day)[0][0]


def test_one_person_into_the_register_and_into_a_bed_gets_one_of_them(dsn, counsellor, manager, client, night, shelter, community, day):
    outcomes = meet(dsn, [
        come(counsellor, shelter, day, client), move_in(manager, client, community[1][0], day),
    ], CLIENT_ROW, client)
    done, errors = split(outcomes)
    assert len(done) == 1
    assert all(refused(error, "Client") for error in errors)
    assert beds_of(dsn, client, day) == 1


def test_one_person_into_two_registers_gets_one_place(dsn, counsellor, manager, administrator, program, client, night, shelter, day):
    other = new_house(administrator, program, "night_shelter", beds=1)
    outcomes = meet(dsn, [
        come(counsellor, shelter, day, client), come(manager, other, day, client),
    ], CLIENT_ROW, client)
    done, errors = split(outcomes)
    assert len(done) == 1
    assert all(refused(error, "Client") for error in errors)
    assert beds_of(dsn, client, day) == 1


def test_one_bed_for_a_guest_and_for_a_stay_is_given_once(dsn, counsellor, manager, program, client, night, shelter, day):
    bed, resident = shelter[1][0], new_client(manager, program)
    outcomes = meet(dsn, [
        come(counsellor, shelter, day, client, bed_id=bed), move_in(manager, resident, bed, day),
    ], BED_ROW, bed)
    done, errors = split(outcomes)
    assert len(done) == 1
    assert all(refused(error, "Bed") for error in errors)
    assert beds_of(dsn, client, day) + beds_of(dsn, resident, day) == 1


def test_a_bed_given_in_the_register_while_it_goes_out_of_service_is_one_or_the_other(
    dsn, counsellor, manager, client, night, shelter, day,
):
    bed = shelter[1][0]
    outcomes = meet(dsn, [
        come(counsellor, shelter, day, client, bed_id=bed),
        lambda: manager.call("recovery.bed.outage", "create", vals_list=[
            {"bed_id": bed, "date_from": day, "reason": "Demo race"},
        ]),
    ], BED_ROW, bed)
    done, errors = split(outcomes)
    assert len(done) == 1
    assert all(refused(error, "Bed") for error in errors)


def test_two_workers_give_the_last_bed_and_two_people_lie_in_two_places(dsn, counsellor, manager, program, night, shelter, day):
    """Without a certain bed both come in: the second gets the next one."""
    people = [new_client(manager, program) for _turn in range(2)]
    outcomes = meet(dsn, [
        come(api, shelter, day, person) for api, person in zip((counsellor, manager), people, strict=True)
    ], INSERTS_INTO.format("recovery_night_guest"))
    done, errors = split(outcomes)
    # Whoever lost the bed is told, or was repeated by the server and got the next one.
    assert all(refused(error, "Bed or mat") for error in errors)
    rows = query(dsn, "SELECT bed_id FROM recovery_night_guest WHERE night_id = %s AND state <> 'cancelled'", night)
    assert len(rows) == len(done)
    assert len(set(rows)) == len(rows)


def test_the_first_two_guests_of_an_evening_begin_one_night(dsn, counsellor, manager, program, shelter, day):
    people = [new_client(manager, program) for _turn in range(2)]
    outcomes = meet(dsn, [
        come(api, shelter, day, person) for api, person in zip((counsellor, manager), people, strict=True)
    ], HOUSE_ROW, shelter[0])
    assert split(outcomes)[1] == []
    assert query(dsn, "SELECT COUNT(*) FROM recovery_night WHERE house_id = %s", shelter[0]) == [(1,)]
    assert query(dsn, "SELECT guest_count FROM recovery_night WHERE house_id = %s", shelter[0]) == [(2,)]


def test_the_same_guests_sent_twice_come_once(dsn, counsellor, client, night, shelter, day):
    values = {"key": new_key(), "house_id": shelter[0], "date": day, "client_ids": [client]}
    outcomes = meet(dsn, [lambda: counsellor.call(DESK, "save_night_guests", values=values)] * 2,
                    INSERTS_INTO.format("recovery_entry_key"))
    assert split(outcomes)[1] == []
    assert sorted(outcome["repeated"] for outcome in outcomes) == [False, True]
    assert beds_of(dsn, client, day) == 1


def test_taps_of_two_phones_add_up(dsn, counsellor, manager, administrator, program, day):
    room, _none = new_house(administrator, program, "warming_room", capacity=9)
    [night] = counsellor.call("recovery.night", "create", vals_list=[{"house_id": room, "date": day, "state": "open"}])

    def tap(api):
        return lambda: api.call(DESK, "save_night_passage", values={
            "key": new_key(), "house_id": room, "date": day, "direction": "in", "persons": 2,
        })
    outcomes = meet(dsn, [tap(counsellor), tap(manager)], INSERTS_INTO.format("recovery_night_passage"))
    assert split(outcomes)[1] == []
    assert query(dsn, "SELECT inside_count, entry_count, peak_count FROM recovery_night WHERE id = %s", night) == [(4, 4, 4)]


def test_a_guest_who_comes_while_the_night_is_closed_is_counted_or_refused(dsn, counsellor, manager, client, night, shelter, day):
    outcomes = meet(dsn, [
        come(counsellor, shelter, day, client),
        lambda: manager.call("recovery.night", "action_close", ids=[night]),
    ], "SELECT FROM recovery_night WHERE id = %s FOR UPDATE", night)
    for error in split(outcomes)[1]:
        assert refused(error, "Night: it is closed")
    [(state, counted)] = query(dsn, "SELECT state, guest_count FROM recovery_night WHERE id = %s", night)
    [(rows, here)] = query(dsn, """
        SELECT COUNT(*), COUNT(*) FILTER (WHERE state = 'here') FROM recovery_night_guest
         WHERE night_id = %s AND state <> 'cancelled'
    """, night)
    assert (state, counted, here) == ("closed", rows, 0)

"""The last bed and twenty people, one person and twenty beds, two hands on one board.

Everything goes through the running server with real commits; what the users were told is compared with what the tables
hold, and at the end plain SQL looks for any night that two people hold in one bed, or one person in two.
"""
from datetime import timedelta
from uuid import uuid4

import pytest
from race import meet, own_session, query, split
from race_records import INSERTS_INTO, get_today, new_client, refused

THREADS = 20
BED_ROW = "SELECT FROM recovery_bed WHERE id = %s FOR UPDATE"
BED_HELD, PERSON_HELD = "Bed: it is held on some of these nights", "Client: this person has a bed on some of these nights"
OVERLAPS = """
    SELECT one.id, other.id FROM recovery_stay one JOIN recovery_stay other
      ON other.id > one.id AND (other.bed_id = one.bed_id OR other.client_id = one.client_id)
     AND daterange(one.date_from, one.date_to) && daterange(other.date_from, other.date_to)
   WHERE one.state <> 'cancelled' AND other.state <> 'cancelled'
"""


def day(days=0):
    return (get_today() + timedelta(days=days)).isoformat()


def own_house(manager, program):
    """A house of the programme in which both work; returns its id."""
    [house] = manager.call("recovery.house", "create", vals_list=[{
        "name": "Demo race house", "code": f"RACE{uuid4().hex[:8]}", "program_id": program, "kind": "hostel",
        "date_open": day(-100),
    }])
    return house


def new_beds(manager, house, number):
    values = [{"name": f"{place + 1}", "house_id": house} for place in range(number)]
    return manager.call("recovery.bed", "create", vals_list=values)


def new_stay(api, bed, client, **values):
    values = {"bed_id": bed, "client_id": client, "date_from": day(), **values}
    [stay] = api.call("recovery.stay", "create", vals_list=[values])
    return stay


@pytest.fixture
def house(manager, program):
    return own_house(manager, program)


@pytest.fixture
def sessions(manager):
    return [own_session(manager) for _thread in range(THREADS)]


@pytest.fixture(autouse=True)
def no_overlap(dsn):
    """Whatever a test did, no night is held twice afterwards, in the whole database."""
    yield
    assert query(dsn, OVERLAPS) == []


def stays_in(dsn, column, value):
    return query(dsn, f"SELECT id, state FROM recovery_stay WHERE {column} = %s AND state <> 'cancelled'", value)


def test_twenty_check_in_to_the_last_bed_and_one_gets_it(dsn, manager, program, house, sessions):
    [bed] = new_beds(manager, house, 1)
    clients = [new_client(manager, program) for _thread in range(THREADS)]
    outcomes = meet(dsn, [
        lambda session=session, client=client: new_stay(session, bed, client, state="in")
        for session, client in zip(sessions, clients, strict=True)
    ], INSERTS_INTO.format("recovery_stay"))
    results, errors = split(outcomes)
    assert len(results) == 1
    assert len(errors) == THREADS - 1
    for error in errors:
        assert refused(error, BED_HELD)
    assert stays_in(dsn, "bed_id", bed) == [(results[0], "in")]


def test_one_person_is_checked_in_to_twenty_beds_and_sleeps_in_one(dsn, manager, program, house, sessions):
    beds = new_beds(manager, house, THREADS)
    client = new_client(manager, program)
    outcomes = meet(dsn, [
        lambda session=session, bed=bed: new_stay(session, bed, client, state="in")
        for session, bed in zip(sessions, beds, strict=True)
    ], INSERTS_INTO.format("recovery_stay"))
    results, errors = split(outcomes)
    assert len(results) == 1
    for error in errors:
        assert refused(error, PERSON_HELD)
    assert stays_in(dsn, "client_id", client) == [(results[0], "in")]


def test_two_hands_drop_two_people_on_one_bed_and_one_lies_there(dsn, manager, program, house):
    beds = new_beds(manager, house, 3)
    stays = [
        new_stay(manager, bed, new_client(manager, program), date_from=day(-5), state="in") for bed in beds[:2]
    ]
    hands = [own_session(manager), own_session(manager)]
    for hand, stay in zip(hands, stays, strict=True):
        assert hand.call("recovery.bed.board", "check_places", stay_id=stay, bed_ids=[beds[2]], date_from=day(-5)) == []
    outcomes = meet(dsn, [
        lambda hand=hand, stay=stay: hand.call("recovery.stay", "action_move", ids=[stay], bed_id=beds[2])
        for hand, stay in zip(hands, stays, strict=True)
    ], INSERTS_INTO.format("recovery_stay"))
    results, errors = split(outcomes)
    assert len(results) == 1
    assert refused(errors[0], BED_HELD)
    assert stays_in(dsn, "bed_id", beds[2]) == [(results[0][0], "in")]
    states = query(dsn, "SELECT state FROM recovery_stay WHERE id IN %s ORDER BY state", tuple(stays))
    assert states == [("in",), ("out",)], "Who was not moved lies where they lay."


def test_two_hands_drop_one_person_on_two_beds_and_one_move_counts(dsn, manager, program, house):
    beds = new_beds(manager, house, 3)
    client = new_client(manager, program)
    stay = new_stay(manager, beds[0], client, date_from=day(-5), state="in")
    hands = [own_session(manager), own_session(manager)]
    outcomes = meet(dsn, [
        lambda hand=hand, bed=bed: hand.call("recovery.stay", "action_move", ids=[stay], bed_id=bed)
        for hand, bed in zip(hands, beds[1:], strict=True)
    ], INSERTS_INTO.format("recovery_stay"))
    results, errors = split(outcomes)
    assert len(results) == 1
    assert refused(errors[0], "State: the stay is over")
    assert sorted(stays_in(dsn, "client_id", client)) == [(stay, "out"), (results[0][0], "in")]


def test_a_bar_is_extended_while_the_next_one_is_pulled_forward(dsn, manager, program, house):
    [bed] = new_beds(manager, house, 1)
    first = new_stay(manager, bed, new_client(manager, program), date_to=day(3), state="in")
    second = new_stay(manager, bed, new_client(manager, program), date_from=day(6), date_to=day(9))
    hands = [own_session(manager), own_session(manager)]
    outcomes = meet(dsn, [
        lambda: hands[0].call("recovery.stay", "write", ids=[first], vals={"date_to": day(5)}),
        lambda: hands[1].call("recovery.stay", "write", ids=[second], vals={"date_from": day(4)}),
    ], INSERTS_INTO.format("recovery_stay"))
    errors = split(outcomes)[1]
    assert len(errors) == 1
    assert refused(errors[0], BED_HELD)


def test_a_check_in_and_a_drag_meet_on_one_bed(dsn, manager, program, house):
    beds = new_beds(manager, house, 2)
    lying, arriving = new_client(manager, program), new_client(manager, program)
    stay = new_stay(manager, beds[0], lying, date_from=day(-5), state="in")
    hands = [own_session(manager), own_session(manager)]
    outcomes = meet(dsn, [
        lambda: new_stay(hands[0], beds[1], arriving, state="in"),
        lambda: hands[1].call("recovery.stay", "action_move", ids=[stay], bed_id=beds[1]),
    ], INSERTS_INTO.format("recovery_stay"))
    errors = split(outcomes)[1]
    assert len(errors) == 1
    assert refused(errors[0], BED_HELD)
    [(held, state)] = stays_in(dsn, "bed_id", beds[1])
    assert state == "in"
    moved = not isinstance(outcomes[1], Exception)
    assert [row for row in stays_in(dsn, "client_id", lying) if row[1] == "in"] == [(held if moved else stay, "in")]
    assert stays_in(dsn, "client_id", arriving) == ([] if moved else [(held, "in")])


def test_two_people_are_dragged_onto_each_other_and_both_lie_where_they_lay(dsn, manager, program, house):
    """There is no moment in which one of the two beds is free."""
    beds = new_beds(manager, house, 2)
    stays = [new_stay(manager, bed, new_client(manager, program), date_from=day(-5), state="in") for bed in beds]
    hands = [own_session(manager), own_session(manager)]
    outcomes = meet(dsn, [
        lambda hand=hand, stay=stay, bed=bed: hand.call("recovery.stay", "action_move", ids=[stay], bed_id=bed)
        for hand, stay, bed in zip(hands, stays, reversed(beds), strict=True)
    ], INSERTS_INTO.format("recovery_stay"))
    results, errors = split(outcomes)
    assert results == []
    for error in errors:
        assert refused(error, BED_HELD)
    for stay, bed in zip(stays, beds, strict=True):
        assert stays_in(dsn, "bed_id", bed) == [(stay, "in")]


def test_a_drag_is_taken_back_while_somebody_checks_in_to_the_bed_left(dsn, manager, program, house):
    beds = new_beds(manager, house, 2)
    lying, arriving = new_client(manager, program), new_client(manager, program)
    stay = new_stay(manager, beds[0], lying, date_from=day(-5), state="in")
    hands = [own_session(manager), own_session(manager)]
    [moved] = hands[0].call("recovery.stay", "action_move", ids=[stay], bed_id=beds[1])
    outcomes = meet(dsn, [
        lambda: hands[0].call("recovery.stay", "action_undo_move", ids=[moved]),
        lambda: new_stay(hands[1], beds[0], arriving, state="in"),
    ], INSERTS_INTO.format("recovery_stay"))
    errors = split(outcomes)[1]
    assert len(errors) == 1
    assert refused(errors[0], BED_HELD)
    came = not isinstance(outcomes[1], Exception)
    inside = [row for row in stays_in(dsn, "client_id", lying) if row[1] == "in"]
    assert inside == [(moved if came else stay, "in")]
    assert len(stays_in(dsn, "client_id", arriving)) == came


def test_a_person_is_moved_and_checked_out_at_once_and_only_one_of_it_happens(dsn, manager, program, house):
    beds = new_beds(manager, house, 2)
    client = new_client(manager, program)
    stay = new_stay(manager, beds[0], client, date_from=day(-5), state="in")
    hands = [own_session(manager), own_session(manager)]
    outcomes = meet(dsn, [
        lambda: hands[0].call("recovery.stay", "action_move", ids=[stay], bed_id=beds[1]),
        lambda: hands[1].call(
            "recovery.stay", "action_check_out", ids=[stay], reason="completed", destination="own_home"),
    ], INSERTS_INTO.format("recovery_stay"))
    errors = split(outcomes)[1]
    assert len(errors) == 1
    assert refused(errors[0], "the stay is over")
    [(reason,)] = query(dsn, "SELECT exit_reason FROM recovery_stay WHERE id = %s", stay)
    inside = [row for row in stays_in(dsn, "client_id", client) if row[1] == "in"]
    if isinstance(outcomes[0], Exception):
        assert (reason, inside) == ("completed", [])
    else:
        assert (reason, inside) == ("moved", [(outcomes[0][0], "in")])


def test_a_bed_goes_out_of_service_while_somebody_checks_in_and_only_one_of_it_happens(dsn, manager, program, house):
    """Stays and outages are two tables, which no constraint keeps apart."""
    [bed] = new_beds(manager, house, 1)
    client = new_client(manager, program)
    hands = [own_session(manager), own_session(manager)]
    outcomes = meet(dsn, [
        lambda: new_stay(hands[0], bed, client, state="in"),
        lambda: hands[1].call("recovery.bed.outage", "create", vals_list=[
            {"bed_id": bed, "date_from": day(), "reason": "Demo race"},
        ]),
    ], BED_ROW, bed)
    results, errors = split(outcomes)
    assert len(results) == 1
    assert refused(errors[0], "Bed: ")
    outages = query(dsn, "SELECT id FROM recovery_bed_outage WHERE bed_id = %s", bed)
    assert len(stays_in(dsn, "bed_id", bed)) + len(outages) == 1


def test_twenty_check_in_the_same_reservation_and_it_begins_once(dsn, manager, program, house, sessions):
    [bed] = new_beds(manager, house, 1)
    client = new_client(manager, program)
    stay = new_stay(manager, bed, client)
    outcomes = meet(dsn, [
        lambda session=session: session.call("recovery.stay", "action_check_in", ids=[stay]) for session in sessions
    ], INSERTS_INTO.format("recovery_stay"))
    assert split(outcomes)[1] == []
    assert stays_in(dsn, "client_id", client) == [(stay, "in")]
    assert query(dsn, "SELECT COUNT(*) FROM recovery_episode WHERE client_id = %s", client) == [(1,)]

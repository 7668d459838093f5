"""One free bed, two people in line, two workers: offers, answers and the nightly work at the same moment.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
from datetime import date, timedelta
from itertools import count

import pytest
from race import held_up, meet, own_session, query, split
from race_records import INSERTS_INTO, new_client, refused, run_cron

OFFER_ROW = "SELECT FROM recovery_housing_offer WHERE id = %s FOR UPDATE"
numbers = count(1)


@pytest.fixture
def house(manager, program):
    [found] = manager.call("recovery.house", "create", vals_list=[{
        "name": "Demo race", "code": f"RACE{next(numbers)}", "program_id": program, "kind": "community",
        "date_open": "2026-01-01",
    }])
    return found


def new_bed(manager, house):
    [bed] = manager.call("recovery.bed", "create", vals_list=[{"name": f"Bed {next(numbers)}", "house_id": house}])
    return bed


def new_application(counsellor, program, house):
    [application] = counsellor.call("recovery.housing.application", "create", vals_list=[{
        "client_id": new_client(counsellor, program), "house_id": house,
    }])
    return application


def offering(api, application, bed):
    return lambda: api.call("recovery.housing.offer", "create", vals_list=[{"application_id": application, "bed_id": bed}])


@pytest.fixture
def applications(counsellor, program, house):
    return [new_application(counsellor, program, house) for _turn in range(2)]


@pytest.fixture
def offer(manager, applications, house):
    [found] = offering(manager, applications[0], new_bed(manager, house))()
    return found


def held(dsn, column, *ids):
    """Return the states of offers, and of their stays, that hold one of the beds or belong to one of the applications."""
    return query(dsn, f"""
        SELECT o.state, s.state FROM recovery_housing_offer o JOIN recovery_stay s ON s.id = o.stay_id
         WHERE o.{column} = ANY(%s) AND o.state IN ('open', 'accepted')
    """, list(ids))


def state_of(dsn, table, record):
    [(state,)] = query(dsn, f"SELECT state FROM {table} WHERE id = %s", record)
    return state


def test_two_workers_offer_one_bed_to_two_people_and_one_wins(dsn, manager, house, applications):
    bed, other = new_bed(manager, house), own_session(manager)
    outcomes = meet(
        dsn, [offering(api, application, bed) for api, application in zip((manager, other), applications, strict=True)],
        INSERTS_INTO.format("recovery_stay"),
    )
    results, errors = split(outcomes)
    assert len(results) == 1
    assert refused(errors[0], "Bed: ")
    assert held(dsn, "bed_id", bed) == [("open", "reserved")]
    assert query(dsn, "SELECT COUNT(*) FROM recovery_stay WHERE bed_id = %s", bed) == [(1,)]
    states = sorted(state_of(dsn, "recovery_housing_application", application) for application in applications)
    assert states == ["applied", "offered"]


def test_two_workers_offer_two_beds_to_one_person_and_one_wins(dsn, manager, house, applications):
    beds, other = [new_bed(manager, house) for _turn in range(2)], own_session(manager)
    outcomes = meet(
        dsn, [offering(api, applications[0], bed) for api, bed in zip((manager, other), beds, strict=True)],
        INSERTS_INTO.format("recovery_stay"),
    )
    results, errors = split(outcomes)
    assert len(results) == 1
    assert refused(errors[0], ": ")
    assert held(dsn, "application_id", applications[0]) == [("open", "reserved")]
    assert query(dsn, "SELECT COUNT(*) FROM recovery_stay WHERE bed_id = ANY(%s)", beds) == [(1,)]


def test_accepted_and_taken_back_at_once_bed_and_application_agree(dsn, manager, applications, offer):
    other = own_session(manager)
    outcomes = meet(dsn, [
        lambda: manager.call("recovery.housing.offer", "action_accept", ids=[offer]),
        lambda: other.call("recovery.housing.offer", "action_take_back", ids=[offer]),
    ], OFFER_ROW, offer)
    for error in split(outcomes)[1]:
        assert refused(error, "State")
    found = state_of(dsn, "recovery_housing_offer", offer), state_of(dsn, "recovery_housing_application", applications[0])
    [(stay,)] = query(
        dsn, "SELECT s.state FROM recovery_stay s JOIN recovery_housing_offer o ON o.stay_id = s.id WHERE o.id = %s", offer,
    )
    assert (*found, stay) == ("declined", "waiting", "cancelled")


def overdue(dsn, offer):
    yesterday = date.today() - timedelta(days=2)
    query(
        dsn, "UPDATE recovery_housing_offer SET date_offered = %s, date_expiry = %s WHERE id = %s",
        yesterday, yesterday, offer,
    )


def to_dos(dsn, *applications):
    return query(dsn, """
        SELECT a.res_id, COUNT(*) FROM mail_activity a JOIN mail_activity_type t ON t.id = a.activity_type_id
          JOIN ir_model_data d ON d.res_id = t.id AND d.model = 'mail.activity.type' AND d.name = 'activity_next_in_line'
         WHERE a.res_model = 'recovery.housing.application' AND a.res_id = ANY(%s) GROUP BY 1
    """, list(applications))


def test_the_cron_run_twice_ends_an_offer_once_and_proposes_the_next_once(dsn, json2, manager, applications, offer):
    manager.call("recovery.housing.application", "action_wait", ids=[applications[1]])
    overdue(dsn, offer)
    administrator = own_session(json2("admin"))
    for _turn in range(2):
        run_cron(administrator, dsn, "recovery_housing.cron_offers")
        assert state_of(dsn, "recovery_housing_offer", offer) == "expired"
        assert to_dos(dsn, *applications) == [(applications[1], 1)]
        assert state_of(dsn, "recovery_housing_application", applications[1]) == "waiting"


def test_extended_while_it_expires_the_offer_is_open_or_over_but_never_half(dsn, json2, manager, applications, offer):
    overdue(dsn, offer)
    administrator = own_session(json2("admin"))
    later = (date.today() + timedelta(days=5)).isoformat()
    with held_up(dsn, [
        lambda: run_cron(administrator, dsn, "recovery_housing.cron_offers"),
        lambda: manager.call("recovery.housing.offer", "write", ids=[offer], vals={"date_expiry": later}),
    ], OFFER_ROW, offer):
        pass
    application = state_of(dsn, "recovery_housing_application", applications[0])
    holding = held(dsn, "application_id", applications[0])
    assert (application, holding) in [("offered", [("open", "reserved")]), ("waiting", [])]

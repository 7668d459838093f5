"""Sessions of a group are planned once, and an event is recorded once, however many press the button.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
from datetime import date, timedelta

import psycopg2
import pytest
from probes import moment
from race import meet, own_session, query, split
from race_records import run_cron


@pytest.fixture
def group_service(counsellor):
    [found] = counsellor.call("recovery.service", "search", domain=[["code", "=", "GRP"]], limit=1)
    return found


@pytest.fixture
def group(counsellor, client, program, group_service):
    """A group that meets every day, with one member."""
    [found] = counsellor.call("recovery.group", "create", vals_list=[{
        "name": "Demo race group", "program_id": program, "service_id": group_service, "plan_weeks": 1,
        **dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), True),
    }])
    counsellor.call("recovery.group.member", "create", vals_list=[{"group_id": found, "client_id": client}])
    return found


def sessions(dsn, group):
    return query(dsn, """
        SELECT e.date_start, COUNT(d.id) FROM recovery_encounter e LEFT JOIN recovery_delivery d ON d.encounter_id = e.id
         WHERE e.group_id = %s GROUP BY e.id ORDER BY e.date_start
    """, group)


def assert_planned_once(dsn, group):
    planned = sessions(dsn, group)
    assert len({start for start, _count in planned}) == len(planned) == 8
    assert {count for _start, count in planned} == {1}


def test_two_workers_plan_the_sessions_of_a_group_and_they_stand_once(dsn, counsellor, manager, group):
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.group", "action_plan_sessions", ids=[group]),
        lambda: manager.call("recovery.group", "action_plan_sessions", ids=[group]),
    ], "SELECT id FROM recovery_group WHERE id = %s FOR UPDATE", group)
    results, errors = split(outcomes)
    assert errors == []
    assert {answer["params"]["type"] for answer in results} == {"success", "info"}
    assert_planned_once(dsn, group)


def test_the_cron_and_a_worker_plan_at_once(dsn, json2, counsellor, group):
    administrator = own_session(json2("admin"))
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.group", "action_plan_sessions", ids=[group]),
        lambda: run_cron(administrator, dsn, "recovery_care.cron_group_sessions"),
    ], "LOCK TABLE recovery_group IN SHARE MODE")
    assert split(outcomes)[1] == []
    assert_planned_once(dsn, group)
    run_cron(administrator, dsn, "recovery_care.cron_group_sessions")
    assert_planned_once(dsn, group)


def test_plain_sql_cannot_put_two_sessions_at_one_time(dsn, counsellor, group):
    counsellor.call("recovery.group", "action_plan_sessions", ids=[group])
    with pytest.raises(psycopg2.errors.UniqueViolation, match="recovery_encounter_session_once"):
        query(dsn, """
            INSERT INTO recovery_encounter (group_id, program_id, company_id, date_start, minutes, place, state)
            SELECT group_id, program_id, company_id, date_start, minutes, place, state
              FROM recovery_encounter WHERE group_id = %s LIMIT 1
        """, group)


def test_two_workers_add_one_member_and_one_wins(dsn, counsellor, manager, program, group):
    [newcomer] = counsellor.call("recovery.client", "create", vals_list=[{
        "identity": "pseudonymous", "nickname": "Demo Race member", "intake_program_id": program,
    }])
    values = [{"group_id": group, "client_id": newcomer}]
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.group.member", "create", vals_list=values),
        lambda: manager.call("recovery.group.member", "create", vals_list=values),
    ], "LOCK TABLE recovery_group_member IN SHARE MODE")
    results, errors = split(outcomes)
    assert len(results) == 1
    assert "is a member of the group already" in errors[0].message


def test_two_workers_finish_an_event_and_it_is_recorded_once(dsn, counsellor, manager, client, program, group_service):
    [event] = counsellor.call("recovery.event", "create", vals_list=[{
        "name": "Demo race event", "program_id": program, "service_id": group_service, "date_start": moment(days=3),
        "participant_ids": [[0, 0, {"client_id": client, "state": "attended"}]],
    }])
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.event", "action_done", ids=[event]),
        lambda: manager.call("recovery.event", "action_done", ids=[event]),
    ], "SELECT id FROM recovery_event WHERE id = %s FOR UPDATE", event)
    assert split(outcomes)[1] == []
    day = (date.today() - timedelta(days=3)).isoformat()
    assert query(dsn, """
        SELECT COUNT(*) FROM recovery_delivery WHERE client_id = %s AND state = 'done' AND date BETWEEN %s AND %s
    """, client, day, date.today().isoformat()) == [(1,)]

"""Attacks on the invariants of the care add-on by callers who meet inside the database, and by plain SQL.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
from datetime import date, datetime, timedelta, timezone
from itertools import count

import psycopg2
import pytest
from conftest import Json2Error
from race import held_up, meet, own_session, query, split

INSERTS_INTO = "LOCK TABLE {} IN SHARE MODE"
numbers = count(1)


def now(**ago):
    return (datetime.now(timezone.utc) - timedelta(**ago)).strftime("%Y-%m-%d %H:%M:%S")


def refused(error, words):
    """A friendly refusal: the server says what is wrong, in words, as a validation and not as a crash."""
    assert isinstance(error, Json2Error), error
    assert error.status == 422, error
    assert words in error.message
    return True


@pytest.fixture(scope="module")
def counsellor(json2):
    return own_session(json2("counsellor"))


@pytest.fixture(scope="module")
def manager(json2):
    return own_session(json2("manager"))


@pytest.fixture(scope="module")
def program(counsellor):
    """A programme in which both work."""
    [found] = counsellor.call("recovery.program", "search", domain=[["code", "=", "CENTRE"]])
    return found


@pytest.fixture(scope="module")
def service(counsellor):
    [found] = counsellor.call("recovery.service", "search", domain=[["code", "=", "IND"]])
    return found


@pytest.fixture
def client(counsellor, program):
    return new_client(counsellor, program)


@pytest.fixture
def episode(counsellor, client, program):
    return new_episode(counsellor, client, program)


@pytest.fixture
def encounter(counsellor, client, episode, program, service):
    return new_encounter(counsellor, client, program, service)


def new_client(api, program):
    [client] = api.call("recovery.client", "create", vals_list=[{
        "identity": "pseudonymous", "nickname": f"Demo Race {next(numbers)}", "intake_program_id": program,
    }])
    return client


def new_episode(api, client, program, **values):
    [episode] = api.call("recovery.episode", "create", vals_list=[{
        "client_id": client, "program_id": program, "state": "active", "date_start": "2026-01-05", **values,
    }])
    return episode


def new_encounter(api, client, program, service, **values):
    [encounter] = api.call("recovery.encounter", "create", vals_list=[{
        "program_id": program, "date_start": now(days=2), "minutes": 50,
        "delivery_ids": [[0, 0, {"client_id": client, "service_id": service, "minutes": 50}]], **values,
    }])
    return encounter


def rating(client, total, **values):
    quarter = total / 4
    return {"client_id": client, "date": date.today().isoformat(), "individual": quarter, "interpersonal": quarter,
            "social": quarter, "overall": quarter, **values}


# One open episode

def test_two_workers_open_an_episode_for_one_person_and_one_wins(dsn, counsellor, manager, client, program):
    values = [{"client_id": client, "program_id": program, "role": "client"}]
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.episode", "create", vals_list=values),
        lambda: manager.call("recovery.episode", "create", vals_list=values),
    ], INSERTS_INTO.format("recovery_episode"))
    results, errors = split(outcomes)
    assert len(results) == 1
    assert refused(errors[0], "already has an open episode in the programme and role")
    assert query(dsn, "SELECT id FROM recovery_episode WHERE client_id = %s", client) == [tuple(results[0])]


def test_two_workers_reopen_two_episodes_of_one_person_and_one_wins(dsn, manager, client, program):
    """The second way into the same state: not by opening but by taking a closing back."""
    closed = [
        new_episode(manager, client, program, date_start=f"2025-0{month}-01", state="closed",
                    date_end=f"2025-0{month}-20", end_reason="dropout")
        for month in (1, 2)
    ]
    other = own_session(manager)
    outcomes = meet(dsn, [
        lambda: manager.call("recovery.episode", "action_reopen", ids=[closed[0]]),
        lambda: other.call("recovery.episode", "action_reopen", ids=[closed[1]]),
    ], INSERTS_INTO.format("recovery_episode"))
    _results, errors = split(outcomes)
    assert len(errors) == 1
    assert refused(errors[0], "already has an open episode")
    assert query(
        dsn, "SELECT COUNT(*) FROM recovery_episode WHERE client_id = %s AND state <> 'closed'", client,
    ) == [(1,)]


def test_plain_sql_cannot_open_a_second_episode(dsn, episode):
    with pytest.raises(psycopg2.errors.UniqueViolation, match="recovery_episode__one_open|recovery_episode_one_open"):
        query(dsn, """
            INSERT INTO recovery_episode (client_id, program_id, company_id, role, state, date_applied)
            SELECT client_id, program_id, company_id, role, 'applied', date_applied FROM recovery_episode WHERE id = %s
        """, episode)


def test_a_relative_may_be_a_client_too(counsellor, client, episode, program):
    """The index looks at the role, so that it does not refuse what is allowed."""
    assert new_episode(counsellor, client, program, role="relative") != episode


# Finishing an encounter

def test_two_workers_finish_one_encounter_and_both_are_content(dsn, counsellor, manager, encounter):
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.encounter", "action_done", ids=[encounter]),
        lambda: manager.call("recovery.encounter", "action_done", ids=[encounter]),
    ], "SELECT FROM recovery_encounter WHERE id = %s FOR UPDATE", encounter)
    assert split(outcomes)[1] == []
    assert query(dsn, "SELECT state FROM recovery_encounter WHERE id = %s", encounter) == [("done",)]
    assert query(dsn, "SELECT state FROM recovery_delivery WHERE encounter_id = %s", encounter) == [("done",)]


def test_finishing_and_cancelling_at_once_leaves_encounter_and_services_alike(dsn, counsellor, manager, encounter):
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.encounter", "action_done", ids=[encounter]),
        lambda: manager.call("recovery.encounter", "action_cancel", ids=[encounter]),
    ], "SELECT FROM recovery_encounter WHERE id = %s FOR UPDATE", encounter)
    for error in split(outcomes)[1]:
        assert error.status == 422, error
    [(state,)] = query(dsn, "SELECT state FROM recovery_encounter WHERE id = %s", encounter)
    assert state in ("done", "cancelled")
    assert query(dsn, "SELECT state FROM recovery_delivery WHERE encounter_id = %s", encounter) == [(state,)]


def test_two_encounters_finished_at_once_both_count_for_the_last_contact(
        dsn, counsellor, manager, client, episode, program, service):
    encounters = [
        new_encounter(counsellor, client, program, service, date_start=now(days=days)) for days in (9, 3)
    ]
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.encounter", "action_done", ids=[encounters[0]]),
        lambda: manager.call("recovery.encounter", "action_done", ids=[encounters[1]]),
    ], "SELECT FROM recovery_episode WHERE id = %s FOR UPDATE", episode)
    assert split(outcomes)[1] == []
    [(kept, counted)] = query(dsn, """
        SELECT e.last_contact, (SELECT MAX(date) FROM recovery_delivery WHERE episode_id = e.id AND state = 'done')
          FROM recovery_episode e WHERE e.id = %s
    """, episode)
    assert kept == counted is not None


def test_one_service_is_delivered_once_however_many_enter_it(dsn, counsellor, manager, client, program, service):
    other = new_client(counsellor, program)
    encounter = new_encounter(counsellor, other, program, service)
    values = [{"encounter_id": encounter, "client_id": client, "service_id": service}]
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.delivery", "create", vals_list=values),
        lambda: manager.call("recovery.delivery", "create", vals_list=values),
    ], INSERTS_INTO.format("recovery_delivery"))
    results, errors = split(outcomes)
    assert len(results) == 1
    assert refused(errors[0], "already has the service in this encounter")
    assert query(
        dsn, "SELECT COUNT(*) FROM recovery_delivery WHERE encounter_id = %s AND client_id = %s", encounter, client,
    ) == [(1,)]


# Amending

def test_two_workers_amend_one_encounter_and_one_waits_for_the_other(dsn, counsellor, manager, encounter):
    counsellor.call("recovery.encounter", "action_done", ids=[encounter])
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.encounter", "amend", ids=[encounter], reason="Wrong minutes"),
        lambda: manager.call("recovery.encounter", "amend", ids=[encounter], reason="Wrong service"),
    ], INSERTS_INTO.format("recovery_encounter_amendment"))
    _results, errors = split(outcomes)
    assert len(errors) == 1
    assert refused(errors[0], "being amended by a colleague")
    assert query(
        dsn, "SELECT COUNT(*) FROM recovery_encounter_amendment WHERE encounter_id = %s AND is_open", encounter,
    ) == [(1,)]


def test_changes_of_one_amendment_made_at_once_are_all_written_down(dsn, counsellor, encounter):
    """Both calls append to one list: neither may overwrite what the other wrote."""
    counsellor.call("recovery.encounter", "action_done", ids=[encounter])
    counsellor.call("recovery.encounter", "amend", ids=[encounter], reason="Two figures were wrong")
    other = own_session(counsellor)
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.encounter", "write", ids=[encounter], vals={"minutes": 35}),
        lambda: other.call("recovery.encounter", "write", ids=[encounter], vals={"place": "home"}),
    ], "SELECT FROM recovery_encounter_amendment WHERE encounter_id = %s FOR UPDATE", encounter)
    assert split(outcomes)[1] == []
    [(changes,)] = query(dsn, "SELECT changes FROM recovery_encounter_amendment WHERE encounter_id = %s", encounter)
    assert sorted(change["new"] for change in changes) == ["35", "Home"]


def test_nobody_writes_under_the_amendment_of_a_colleague(counsellor, manager, encounter):
    counsellor.call("recovery.encounter", "action_done", ids=[encounter])
    counsellor.call("recovery.encounter", "amend", ids=[encounter], reason="Wrong minutes")
    with pytest.raises(Json2Error, match="Choose “Amend”"):
        manager.call("recovery.encounter", "write", ids=[encounter], vals={"minutes": 5})


# Ratings

@pytest.mark.parametrize(("change", "constraint"), [
    ("total = total + 1", "total_is_sum"),
    ("overall = 3.0", "total_is_sum"),
    ("individual = 10.5, total = total + 10.5 - individual", "item_range"),
    ("individual = NULL, interpersonal = NULL, social = NULL, overall = NULL, total = NULL", "answered"),
    ("skipped_reason = 'refused'", "answered"),
    ("state = 'cancelled'", "cancelled"),
])
def test_plain_sql_cannot_falsify_a_rating(dsn, counsellor, client, episode, change, constraint):
    [ors] = counsellor.call("recovery.ors", "create", vals_list=[rating(client, 20.0, episode_id=episode)])
    with pytest.raises(psycopg2.errors.CheckViolation, match=f"recovery_ors_{constraint}"):
        query(dsn, f"UPDATE recovery_ors SET {change} WHERE id = %s", ors)


def test_a_skipped_rating_is_no_zero(dsn, counsellor, client, episode):
    [ors] = counsellor.call("recovery.ors", "create", vals_list=[
        {"client_id": client, "episode_id": episode, "date": date.today().isoformat(), "skipped_reason": "crisis"},
    ])
    assert query(dsn, "SELECT total, overall FROM recovery_ors WHERE id = %s", ors) == [(None, None)]
    assert counsellor.call("recovery.ors", "read", ids=[ors], fields=["total"])[0]["total"] is False


def test_two_ratings_given_at_once_both_count(dsn, counsellor, manager, client, episode):
    """First, last and number are kept on the episode: the second writer must not lose the first one's rating."""
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.ors", "create", vals_list=[
            rating(client, 12.0, episode_id=episode, date="2026-02-01")]),
        lambda: manager.call("recovery.ors", "create", vals_list=[
            rating(client, 24.0, episode_id=episode, date="2026-03-01")]),
    ], INSERTS_INTO.format("recovery_ors"))
    assert split(outcomes)[1] == []
    [figures] = query(dsn, """
        SELECT ors_count, ors_first::float, ors_last::float, ors_change::float, ors_result
          FROM recovery_episode WHERE id = %s
    """, episode)
    assert figures[:4] == (2, 12.0, 24.0, 12.0)
    assert figures[4] in ("reliable_improvement", "clinically_significant")


# Facts are not deleted

def test_facts_are_not_deleted_by_anybody(counsellor, manager, json2, client, episode, encounter):
    counsellor.call("recovery.encounter", "action_done", ids=[encounter])
    [ors] = counsellor.call("recovery.ors", "create", vals_list=[rating(client, 20.0, episode_id=episode)])
    [note] = counsellor.call("recovery.note", "create", vals_list=[{"client_id": client, "body": "A talk."}])
    deliveries = counsellor.call("recovery.delivery", "search", domain=[["encounter_id", "=", encounter]])
    facts = [("recovery.encounter", [encounter]), ("recovery.delivery", deliveries), ("recovery.ors", [ors]),
             ("recovery.note", [note]), ("recovery.episode", [episode]), ("recovery.client", [client])]
    for api in (counsellor, manager, json2("administrator"), json2("admin")):
        for model, ids in facts:
            with pytest.raises(Json2Error) as caught:
                api.call(model, "unlink", ids=ids)
            assert caught.value.status in (403, 404, 422), (model, caught.value)
    for model, ids in facts:
        assert counsellor.call(model, "search_count", domain=[["id", "in", ids]]) == len(ids)


def test_a_planned_slip_can_go(counsellor, encounter):
    assert counsellor.call("recovery.encounter", "unlink", ids=[encounter]) is True


# Codes and phases

def test_two_clients_entered_at_once_get_two_codes(dsn, counsellor, manager, program):
    values = [{"identity": "pseudonymous", "nickname": "Demo Race twins", "intake_program_id": program}]
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.client", "create", vals_list=values),
        lambda: manager.call("recovery.client", "create", vals_list=values),
    ], INSERTS_INTO.format("recovery_client"))
    results, errors = split(outcomes)
    assert errors == []
    codes = query(dsn, "SELECT code FROM recovery_client WHERE id = ANY(%s)", [ids[0] for ids in results])
    assert len(set(codes)) == 2


def test_phases_of_a_programme_do_not_overlap_in_plain_sql(dsn, program):
    with pytest.raises(psycopg2.errors.ExclusionViolation, match="recovery_program_phase_no_overlap"):
        query(dsn, """
            INSERT INTO recovery_program_phase (program_id, name, month_from, month_to)
            SELECT program_id, name, month_from, month_to FROM recovery_program_phase WHERE program_id = %s LIMIT 1
        """, program)


# Work that comes by itself

def contact_activities(dsn):
    return query(dsn, """
        SELECT a.res_id, a.user_id, a.date_deadline, COUNT(*)
          FROM mail_activity a
         WHERE a.res_model = 'recovery.episode' AND a.activity_type_id = (
               SELECT res_id FROM ir_model_data WHERE module = 'recovery_care' AND name = 'activity_contact_due')
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """)


def run_cron(api, dsn, name):
    [(cron,)] = query(dsn, "SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND module || '.' || name = %s", name)
    return api.call("ir.cron", "method_direct_trigger", ids=[cron])


def test_the_cron_of_contacts_run_twice_does_its_work_once(dsn, json2, counsellor, client, program):
    [worker] = counsellor.call("hr.employee", "search", domain=[["work_email", "=", "counsellor@crossroads.example"]])
    start = (date.today() - timedelta(days=60)).isoformat()
    episode = new_episode(counsellor, client, program, date_start=start, keyworker_id=worker)
    administrator = own_session(json2("admin"))
    run_cron(administrator, dsn, "recovery_care.cron_contacts")
    once = contact_activities(dsn)
    assert [row[3] for row in once if row[0] == episode] == [1], "The overdue episode has no to-do."
    run_cron(administrator, dsn, "recovery_care.cron_contacts")
    assert contact_activities(dsn) == once


def test_a_second_run_of_the_cron_of_contacts_meanwhile_does_its_work_once(dsn, json2, counsellor, client, program):
    [worker] = counsellor.call("hr.employee", "search", domain=[["work_email", "=", "counsellor@crossroads.example"]])
    start = (date.today() - timedelta(days=60)).isoformat()
    episode = new_episode(counsellor, client, program, date_start=start, keyworker_id=worker)
    first, second = (own_session(json2("admin")) for _turn in range(2))
    with held_up(
        dsn, [lambda: run_cron(first, dsn, "recovery_care.cron_contacts")], INSERTS_INTO.format("mail_activity"),
    ) as [running]:
        with pytest.raises(Json2Error, match="already executing"):
            run_cron(second, dsn, "recovery_care.cron_contacts")
    assert running.exception() is None
    assert [row[3] for row in contact_activities(dsn) if row[0] == episode] == [1]

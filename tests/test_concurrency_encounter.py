"""Two workers and one encounter: finished, cancelled, delivered, amended at once.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
import pytest
from conftest import Json2Error
from probes import moment
from race import meet, own_session, query, split
from race_records import INSERTS_INTO, new_client, new_encounter, refused


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
        new_encounter(counsellor, client, program, service, date_start=moment(days=days)) for days in (9, 3)
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

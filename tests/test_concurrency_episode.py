"""Two workers and one person: an open episode, a code, a phase.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
import psycopg2
import pytest
from race import meet, own_session, query, split
from race_records import INSERTS_INTO, new_episode, refused


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

"""Two workers and one batch: recorded twice at once, recorded and undone at once, typed into while it is recorded.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
from datetime import date, timedelta

import pytest
from race import meet, own_session, query, split
from race_records import new_client, refused

BATCH_ROW = "SELECT FROM recovery_batch WHERE id = %s FOR UPDATE"


@pytest.fixture
def batch(counsellor, client, program, service):
    """A draft with two people who were met yesterday."""
    [found] = counsellor.call("recovery.batch", "create", vals_list=[{
        "program_id": program, "date": (date.today() - timedelta(days=1)).isoformat(), "hour": 9,
        "line_ids": [
            [0, 0, {"client_id": person, "service_ids": [[6, 0, [service]]]}]
            for person in (client, new_client(counsellor, program))
        ],
    }])
    return found


def encounters(dsn, batch):
    return query(dsn, "SELECT state FROM recovery_encounter WHERE batch_id = %s", batch)


def test_two_workers_record_one_batch_and_it_is_recorded_once(dsn, counsellor, manager, batch):
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.batch", "action_record", ids=[batch]),
        lambda: manager.call("recovery.batch", "action_record", ids=[batch]),
    ], BATCH_ROW, batch)
    assert split(outcomes)[1] == []
    assert encounters(dsn, batch) == [("done",), ("done",)]


def test_two_clicks_of_one_worker_record_once(dsn, counsellor, batch):
    other = own_session(counsellor)
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.batch", "action_record", ids=[batch]),
        lambda: other.call("recovery.batch", "write", ids=[batch], vals={"state": "recorded"}),
    ], BATCH_ROW, batch)
    assert split(outcomes)[1] == []
    assert len(encounters(dsn, batch)) == 2


def test_recording_and_undoing_at_once_leaves_batch_and_encounters_alike(dsn, counsellor, manager, batch):
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.batch", "action_record", ids=[batch]),
        lambda: manager.call("recovery.batch", "action_undo", ids=[batch]),
    ], BATCH_ROW, batch)
    for error in split(outcomes)[1]:
        assert refused(error, "State")
    assert query(dsn, "SELECT state FROM recovery_batch WHERE id = %s", batch) == [("cancelled",)]
    assert set(encounters(dsn, batch)) <= {("cancelled",)}


def test_two_workers_undo_one_batch_and_each_encounter_is_amended_once(dsn, counsellor, manager, batch):
    counsellor.call("recovery.batch", "action_record", ids=[batch])
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.batch", "action_undo", ids=[batch]),
        lambda: manager.call("recovery.batch", "action_undo", ids=[batch]),
    ], BATCH_ROW, batch)
    assert split(outcomes)[1] == []
    assert encounters(dsn, batch) == [("cancelled",), ("cancelled",)]
    assert query(dsn, """
        SELECT COUNT(*), COUNT(*) FILTER (WHERE a.is_open) FROM recovery_encounter_amendment a
          JOIN recovery_encounter e ON e.id = a.encounter_id WHERE e.batch_id = %s
    """, batch) == [(2, 0)]


def test_what_is_typed_while_it_is_recorded_is_recorded_or_refused(dsn, counsellor, manager, batch, program, service):
    """Never a line in a recorded batch that has no encounter."""
    late = new_client(manager, program)
    values = {"line_ids": [[0, 0, {"client_id": late, "service_ids": [[6, 0, [service]]]}]]}
    outcomes = meet(dsn, [
        lambda: counsellor.call("recovery.batch", "action_record", ids=[batch]),
        lambda: manager.call("recovery.batch", "write", ids=[batch], vals=values),
    ], BATCH_ROW, batch)
    for error in split(outcomes)[1]:
        assert refused(error, "State")
    [(lines,)] = query(dsn, "SELECT COUNT(*) FROM recovery_batch_line WHERE batch_id = %s", batch)
    assert len(encounters(dsn, batch)) == lines

"""A phone that sends a piece of work twice, and two workers on one shift.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
from itertools import count

import pytest
from race import meet, query, split
from race_records import INSERTS_INTO

DESK = "recovery.front.desk"
numbers = count(1)


def new_key():
    return f"race-outreach-{next(numbers):0>18}"


@pytest.fixture
def shift(counsellor, program):
    """A running shift with one stop, begun through the phone's own method."""
    [worker] = counsellor.call("hr.employee", "search", domain=[["user_id.login", "=", "counsellor"]])
    begun = counsellor.call(DESK, "start_shift", values={
        "key": new_key(), "program_id": program, "employee_ids": [worker],
    })
    counsellor.call(DESK, "save_arrival", values={"key": new_key(), "shift_id": begun["id"], "name": "Demo square"})
    return counsellor.call(DESK, "get_shift", shift_id=begun["id"])


def test_a_shift_that_is_begun_twice_is_one(dsn, counsellor, program):
    [worker] = counsellor.call("hr.employee", "search", domain=[["user_id.login", "=", "counsellor"]])
    values = {"key": new_key(), "program_id": program, "employee_ids": [worker]}
    outcomes = meet(
        dsn, [lambda: counsellor.call(DESK, "start_shift", values=values)] * 2, INSERTS_INTO.format("recovery_entry_key"),
    )
    assert split(outcomes)[1] == []
    assert outcomes[0]["id"] == outcomes[1]["id"]
    assert query(dsn, "SELECT COUNT(*) FROM recovery_outreach_shift WHERE entry_key = %s", values["key"]) == [(1,)]


def test_a_stop_that_is_added_twice_is_one(dsn, counsellor, shift):
    values = {"key": new_key(), "shift_id": shift["id"], "name": "Demo bridge"}
    outcomes = meet(
        dsn, [lambda: counsellor.call(DESK, "save_arrival", values=values)] * 2, INSERTS_INTO.format("recovery_entry_key"),
    )
    assert split(outcomes)[1] == []
    assert sorted(outcome["repeated"] for outcome in outcomes) == [False, True]
    assert query(dsn, "SELECT COUNT(*) FROM recovery_outreach_stop WHERE entry_key = %s", values["key"]) == [(1,)]


def test_a_find_that_is_sent_twice_is_counted_once(dsn, counsellor, shift):
    values = {"key": new_key(), "stop_id": shift["stops"][0]["id"], "finds": [{"kind": "syringe", "pieces": 7}]}
    outcomes = meet(
        dsn, [lambda: counsellor.call(DESK, "save_finds", values=values)] * 2, INSERTS_INTO.format("recovery_entry_key"),
    )
    assert split(outcomes)[1] == []
    assert outcomes[0]["find_ids"] == outcomes[1]["find_ids"]
    assert query(dsn, "SELECT SUM(pieces) FROM recovery_find WHERE entry_key = %s", values["key"]) == [(7,)]


def test_two_workers_end_one_shift_and_both_are_content(dsn, counsellor, manager, shift):
    outcomes = meet(dsn, [
        lambda api=api: api.call(DESK, "end_shift", values={"key": new_key(), "shift_id": shift["id"]})
        for api in (counsellor, manager)
    ], "SELECT FROM recovery_outreach_shift WHERE id = %s FOR UPDATE", shift["id"])
    assert split(outcomes)[1] == []
    assert query(dsn, "SELECT state FROM recovery_outreach_shift WHERE id = %s", shift["id"]) == [("done",)]


def test_a_find_and_the_end_at_once_lose_nothing(dsn, counsellor, manager, shift):
    find = {"key": new_key(), "stop_id": shift["stops"][0]["id"], "finds": [{"kind": "needle", "pieces": 2}]}
    outcomes = meet(dsn, [
        lambda: counsellor.call(DESK, "save_finds", values=find),
        lambda: manager.call(DESK, "end_shift", values={"key": new_key(), "shift_id": shift["id"]}),
    ], INSERTS_INTO.format("recovery_entry_key"))
    assert split(outcomes)[1] == []
    after = counsellor.call(DESK, "get_shift", shift_id=shift["id"])
    assert (after["state"], after["totals"]["found_count"]) == ("done", 2)

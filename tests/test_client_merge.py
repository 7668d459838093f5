"""Merging by callers who meet inside the database: one of them wins, and nothing entered meanwhile is lost."""
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from conftest import Json2Error
from race import meet, own_session, query, split
from race_records import new_client, refused, run_cron

CLIENT_ROW = "SELECT FROM recovery_client WHERE id = %s FOR UPDATE"


@pytest.fixture(scope="module")
def privacy(json2):
    return own_session(json2("privacy"))


@pytest.fixture
def clients(counsellor, program):
    """Three clients of one programme, the second with a note."""
    found = [new_client(counsellor, program) for _number in range(3)]
    new_note(counsellor, found[1], program)
    return found


def new_note(api, client, program):
    [note] = api.call("recovery.note", "create", vals_list=[{"client_id": client, "body": "Demo", "program_id": program}])
    return note


def merge(api, kept, merged):
    return lambda: api.call(
        "recovery.client.merge", "merge", kept_id=kept, merged_id=merged, reason="Demo: the same person",
    )


def collect(json2, dsn):
    """Run the job that a merge starts, or wait until the server, which runs it by itself, has done so."""
    administrator, deadline = own_session(json2("admin")), time.monotonic() + 30
    while True:
        try:
            return run_cron(administrator, dsn, "recovery_care.cron_client_merge")
        except Json2Error as error:
            if "already executing" not in error.message or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def merged_into(dsn, *clients):
    return dict(query(dsn, "SELECT id, merged_into_id FROM recovery_client WHERE id IN %s", clients))


def owners(dsn, *notes):
    return [client for [client] in query(dsn, "SELECT client_id FROM recovery_note WHERE id IN %s ORDER BY id", notes)]


def test_one_client_merged_into_two_at_once_goes_to_one(dsn, manager, privacy, clients):
    first, gone, second = clients
    outcomes = meet(dsn, [merge(manager, first, gone), merge(privacy, second, gone)], CLIENT_ROW, gone)
    results, errors = split(outcomes)
    assert len(results) == 1
    assert refused(errors[0], "already")
    into = merged_into(dsn, *clients)
    assert into[gone] in (first, second)
    assert query(dsn, "SELECT client_id FROM recovery_note WHERE client_id IN %s", tuple(clients)) == [(into[gone],)]
    assert query(
        dsn, "SELECT COUNT(*) FROM recovery_client_merge WHERE merged_id = %s AND state = 'merged'", gone,
    ) == [(1,)]


def test_two_clients_merged_into_one_another_at_once(dsn, manager, privacy, clients):
    """Locks are taken in one order, so that neither waits for the other for ever."""
    first, second, _third = clients
    outcomes = meet(dsn, [merge(manager, first, second), merge(privacy, second, first)], CLIENT_ROW, first)
    results, errors = split(outcomes)
    assert len(results) == 1
    assert refused(errors[0], "already")
    assert sorted(merged_into(dsn, first, second).values(), key=bool)[0] is None


def test_what_is_entered_while_the_merge_runs_is_in_the_kept_file(dsn, json2, manager, counsellor, program, clients):
    kept, gone, _third = clients
    outcomes = meet(
        dsn, [merge(manager, kept, gone), lambda: new_note(counsellor, gone, program)], CLIENT_ROW, gone,
    )
    assert split(outcomes)[1] == []
    collect(json2, dsn)
    assert owners(dsn, outcomes[1]) == [kept]


def insert_note(cursor, client, program):
    cursor.execute("""
        INSERT INTO recovery_note (client_id, program_id, company_id, author_id, body, audience, date, create_date)
        SELECT c.id, %s, c.company_id, 2, 'Demo', 'team', NOW(), NOW() FROM recovery_client c WHERE c.id = %s
     RETURNING id
    """, (program, client))
    return cursor.fetchone()[0]


@pytest.fixture
def older(dsn, clients):
    """A transaction like those of the server, which sees what there was when it began: the clients, not merged."""
    connection = psycopg2.connect(dsn)
    connection.set_session(isolation_level="REPEATABLE READ")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM recovery_client LIMIT 1")
        yield cursor
    connection.rollback()
    connection.close()


def test_an_older_transaction_cannot_name_the_merged_client_afterwards(manager, older, program, clients):
    """The server repeats such a call; then it finds the client merged and goes to the kept one."""
    kept, gone, _third = clients
    merge(manager, kept, gone)()
    with pytest.raises(psycopg2.errors.SerializationFailure):
        insert_note(older, gone, program)


def test_a_note_of_an_older_transaction_that_ends_before_the_merge_is_brought_over(
        dsn, json2, manager, older, program, clients):
    kept, gone, _third = clients
    note = insert_note(older, gone, program)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(merge(manager, kept, gone))
        with pytest.raises(TimeoutError):
            running.result(3)
        older.connection.commit()
        done = running.result(60)
    collect(json2, dsn)
    assert owners(dsn, note) == [kept]
    manager.call("recovery.client.merge", "action_undo", ids=done)
    assert owners(dsn, note) == [gone]


def test_two_people_undo_at_once_and_both_are_content(dsn, manager, privacy, clients):
    kept, gone, _third = clients
    done = merge(manager, kept, gone)()
    outcomes = meet(dsn, [
        lambda: manager.call("recovery.client.merge", "action_undo", ids=done),
        lambda: privacy.call("recovery.client.merge", "action_undo", ids=done),
    ], CLIENT_ROW, kept)
    assert split(outcomes)[1] == []
    assert merged_into(dsn, kept, gone) == {kept: None, gone: None}
    assert query(dsn, "SELECT state FROM recovery_client_merge WHERE id = %s", done[0]) == [("undone",)]
    assert query(dsn, "SELECT COUNT(*) FROM recovery_note WHERE client_id = %s", gone) == [(1,)]


@pytest.mark.parametrize("login", ["outreach", "counsellor", "house", "finance", "data", "auditor", "administrator"])
def test_whoever_may_not_merge_is_refused_by_the_method(json2, manager, clients, login):
    api = json2(login)
    with pytest.raises(Json2Error) as caught:
        merge(api, clients[0], clients[1])()
    assert caught.value.status == 403
    done = merge(manager, clients[0], clients[1])()
    with pytest.raises(Json2Error) as caught:
        api.call("recovery.client.merge", "action_undo", ids=done)
    assert caught.value.status in (403, 404)


def test_plain_sql_cannot_bring_a_merged_client_back(dsn, manager, clients):
    merge(manager, clients[0], clients[1])()
    with pytest.raises(psycopg2.errors.CheckViolation, match="recovery_client_merged_archived"):
        query(dsn, "UPDATE recovery_client SET active = true WHERE id = %s", clients[1])

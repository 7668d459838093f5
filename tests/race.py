"""Making two callers of a running server meet inside the database, not merely start together."""
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg2
from conftest import Json2

PATIENCE = 30


def query(dsn, statement, *values):
    """Run one statement in a transaction of its own and commit; returns its rows, [] when it has none."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


@contextmanager
def _obstacle(dsn, statement, values):
    """Hold a lock in a transaction that is rolled back; yields the process id of its session."""
    connection = psycopg2.connect(dsn)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.execute("SELECT pg_backend_pid()")
            yield cursor.fetchone()[0]
    finally:
        connection.rollback()
        connection.close()


def _count_waiting(dsn, holder):
    """How many sessions wait for `holder`, directly or behind another that waits for it."""
    return query(dsn, """
        WITH RECURSIVE waiting(pid) AS (
            SELECT %s
            UNION
            SELECT a.pid FROM pg_stat_activity a JOIN waiting w ON w.pid = ANY(pg_blocking_pids(a.pid))
        )
        SELECT COUNT(*) - 1 FROM waiting
    """, holder)[0][0]


@contextmanager
def held_up(dsn, calls, lock, *values):
    """Run `calls` and hold all of them up: inside the block each waits for a lock, after it each has come back.

    `lock` is a statement that takes a lock which every call needs. Each call has begun its
    transaction before any of them can go on, so that none sees what another wrote. Yields futures.
    """
    with ThreadPoolExecutor(len(calls)) as pool, _obstacle(dsn, lock, values) as holder:
        running = [pool.submit(call) for call in calls]
        deadline = time.monotonic() + PATIENCE
        while _count_waiting(dsn, holder) < len(running):
            finished = [outcome(future) for future in running if future.done()]
            assert not finished, f"A call did not need the lock that should have stopped it: {finished}"
            assert time.monotonic() < deadline, "The calls never met: not all of them reached the lock."
            time.sleep(0.02)
        yield running


def outcome(future):
    """The result of a call, or the exception that it raised."""
    return future.exception(PATIENCE) or future.result()


def meet(dsn, calls, lock, *values):
    """Let `calls` go on from one lock at the same moment; returns their outcomes, in order."""
    with held_up(dsn, calls, lock, *values) as running:
        pass
    return [outcome(future) for future in running]


def split(outcomes):
    """Return (results, errors) of outcomes."""
    errors = [found for found in outcomes if isinstance(found, Exception)]
    return [found for found in outcomes if not isinstance(found, Exception)], errors


def own_session(client):
    """A JSON-2 client like `client` with a connection of its own, for use in a thread."""
    key = client.session.headers["Authorization"].removeprefix("bearer ")
    return Json2(client.base_url, client.database, key)

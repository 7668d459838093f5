"""Ratings: what plain SQL cannot falsify, what two workers who rate at once cannot lose.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
from datetime import date

import psycopg2
import pytest
from race import meet, query, split
from race_records import INSERTS_INTO, rating


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

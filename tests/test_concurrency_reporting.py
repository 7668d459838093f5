"""Attacks on the invariants of the reporting add-on by callers who meet inside the database, and by plain SQL."""
from datetime import date, timedelta
from itertools import count

import psycopg2
import pytest
from conftest import Json2Error
from race import meet, own_session, query, split

numbers = count(1)
START = (date.today() - timedelta(days=60)).isoformat()
TODAY = date.today().isoformat()
GRANT_ROW = "SELECT id FROM recovery_grant WHERE id = %s FOR UPDATE"


@pytest.fixture(scope="module")
def programs(finance):
    found = finance.call("recovery.program", "search", domain=[["code", "in", ["CENTRE", "PRISON"]]])
    assert len(found) == 2
    return found


def new_grant(finance, programs, **values):
    """Create and start a grant of the last sixty days with one indicator."""
    [funder] = finance.call("res.partner", "search", domain=[], limit=1)
    [indicator] = finance.call("recovery.indicator", "search", domain=[["code", "=", "hours"]])
    [grant] = finance.call("recovery.grant", "create", vals_list=[{
        "code": f"RACE-{next(numbers)}", "name": "Demo race", "funder_id": funder, "date_start": START,
        "date_end": TODAY, "program_ids": [[6, 0, programs]], "exclusive": False,
        "indicator_ids": [[0, 0, {"indicator_id": indicator}]], **values,
    }])
    finance.call("recovery.grant", "action_confirm", ids=[grant])
    return grant


def claims(dsn, *grants):
    """Return {(grant, delivery): (state, origin)}."""
    return {row[:2]: row[2:] for row in query(
        dsn, "SELECT grant_id, delivery_id, state, origin FROM recovery_attribution WHERE grant_id IN %s", grants,
    )}


def held_twice(dsn):
    return query(
        dsn, "SELECT delivery_id FROM recovery_attribution WHERE exclusive AND state = 'claimed'"
             " AND delivery_id IS NOT NULL GROUP BY delivery_id HAVING COUNT(*) > 1",
    )


def attribute(api, grant):
    return lambda: api.call("recovery.grant", "action_attribute", ids=[grant])


def test_one_grant_attributed_twice_at_once_claims_once_and_nobody_sees_an_error(dsn, finance, programs):
    grant = new_grant(finance, programs)
    outcomes = meet(dsn, [attribute(finance, grant), attribute(own_session(finance), grant)], GRANT_ROW, grant)
    _results, errors = split(outcomes)
    assert not errors
    found = claims(dsn, grant)
    assert found and set(found.values()) == {("claimed", "rule")}
    [(rows,)] = query(dsn, "SELECT COUNT(*) FROM recovery_attribution WHERE grant_id = %s", grant)
    assert rows == len(found)


def test_two_exclusive_grants_attributed_at_once_share_nothing(dsn, finance, programs):
    first, second = (new_grant(finance, programs, exclusive=True, sequence=sequence) for sequence in (1, 2))
    outcomes = meet(dsn, [attribute(finance, second), attribute(own_session(finance), first)], GRANT_ROW, first)
    _results, errors = split(outcomes)
    assert not errors
    found = claims(dsn, first, second)
    wanted = {delivery for _grant, delivery in found}
    assert wanted
    assert all(found[first, delivery][0] == "claimed" for delivery in wanted)
    assert all(found[second, delivery][0] == "conflict" for delivery in wanted)
    assert held_twice(dsn) == []
    finance.call("recovery.grant", "action_draft", ids=[first, second])


def test_one_delivery_claimed_by_hand_for_two_exclusive_grants_at_once(dsn, finance, programs):
    """Neither grant has a rule that matches, so that both people choose freely, and the same service."""
    earlier = query(
        dsn, "SELECT delivery_id FROM recovery_attribution"
             " WHERE exclusive AND state = 'claimed' AND delivery_id IS NOT NULL",
    )
    [delivery] = finance.call("recovery.delivery", "search", limit=1, domain=[
        ["state", "=", "done"], ["date", ">=", START], ["date", "<=", TODAY], ["program_id", "in", programs],
        ["id", "not in", [row[0] for row in earlier]],
    ])
    nowhere = [[0, 0, {"name": "Nothing", "service_kind": "accommodation"}]]
    grants = [new_grant(finance, programs, exclusive=True, rule_ids=nowhere) for _index in range(2)]
    outcomes = meet(dsn, [
        lambda api=api, grant=grant: api.call(
            "recovery.grant", "claim", ids=[grant], delivery_ids=[delivery], reason="Paid by this grant",
        )
        for api, grant in zip((finance, own_session(finance)), grants, strict=True)
    ], "LOCK TABLE recovery_attribution IN SHARE MODE")
    results, errors = split(outcomes)
    assert len(results) == len(errors) == 1
    assert isinstance(errors[0], Json2Error) and errors[0].status == 422, errors[0]
    assert "exclusive grant" in errors[0].message
    assert len(claims(dsn, *grants)) == 1
    assert held_twice(dsn) == []
    finance.call("recovery.grant", "action_close", ids=grants)


def test_two_clicks_on_new_report_make_one_draft(dsn, finance, programs):
    grant = new_grant(finance, programs)
    outcomes = meet(dsn, [
        lambda api=api: api.call("recovery.grant", "action_new_report", ids=[grant])
        for api in (finance, own_session(finance))
    ], GRANT_ROW, grant)
    results, errors = split(outcomes)
    assert not errors
    assert len({action["res_id"] for action in results}) == 1
    assert query(dsn, "SELECT COUNT(*) FROM recovery_report WHERE grant_id = %s", grant) == [(1,)]


def test_two_people_freeze_one_report_at_once(dsn, finance, programs):
    grant = new_grant(finance, programs)
    report = finance.call("recovery.grant", "action_new_report", ids=[grant])["res_id"]
    outcomes = meet(dsn, [
        lambda api=api: api.call("recovery.report", "action_freeze_and_download", ids=[report])
        for api in (finance, own_session(finance))
    ], "SELECT id FROM recovery_report WHERE id = %s FOR UPDATE", report)
    results, errors = split(outcomes)
    assert not errors
    assert results[0]["url"] == results[1]["url"]
    assert query(dsn, "SELECT COUNT(*) FROM recovery_report_line WHERE report_id = %s", report) == [(1,)]
    [(twice,)] = query(
        dsn, "SELECT COUNT(*) - COUNT(DISTINCT (line_id, res_model, res_id, date, amount)) FROM recovery_report_evidence"
             " WHERE report_id = %s", report,
    )
    [(value, total)] = query(dsn, """
        SELECT l.value, SUM(e.amount) FROM recovery_report_line l JOIN recovery_report_evidence e ON e.line_id = l.id
         WHERE l.report_id = %s GROUP BY l.id
    """, report)
    assert twice == 0
    assert value == pytest.approx(total, abs=0.001)
    for attack in (
        "UPDATE recovery_report_line SET value = 1 WHERE report_id = %s",
        "DELETE FROM recovery_report_evidence WHERE report_id = %s",
        "UPDATE recovery_report SET state = 'draft' WHERE id = %s",
    ):
        with pytest.raises(psycopg2.IntegrityError, match="frozen report never changes"):
            query(dsn, attack, report)

"""A frozen report against everybody: plain SQL, every role by RPC, work done while it freezes, and time."""
from datetime import date, datetime, timedelta, timezone
from itertools import count

import psycopg2
import pytest
from conftest import Json2Error
from race import held_up, meet, own_session, query, split
from race_records import run_cron

numbers = count(1)


def day(ago):
    return (date.today() - timedelta(days=ago)).isoformat()


@pytest.fixture(scope="module")
def program(json2):
    """A programme of these tests alone, so that the grants of the demonstration are not in the way."""
    api = json2("administrator")
    employees = api.call("hr.employee", "search", domain=[["work_email", "in", [
        "counsellor@crossroads.example", "manager@crossroads.example"]]])
    services = api.call("recovery.service", "search", domain=[["code", "=", "IND"]])
    [program] = api.call("recovery.program", "create", vals_list=[{
        "name": "Frozen programme", "code": f"FROZEN-{datetime.now().timestamp():.0f}",
        "employee_ids": [[6, 0, employees]], "service_ids": [[6, 0, services]],
    }])
    return program


@pytest.fixture(scope="module")
def deliveries(json2, dsn, program):
    """One hour for each of twenty clients, on twenty days."""
    api = json2("counsellor")
    [service] = api.call("recovery.service", "search", domain=[["code", "=", "IND"]])
    clients = api.call("recovery.client", "create", vals_list=[
        {"identity": "pseudonymous", "nickname": f"Demo Frozen {number}", "intake_program_id": program}
        for number in range(20)
    ])
    start = datetime.now(timezone.utc) - timedelta(days=60)
    encounters = api.call("recovery.encounter", "create", vals_list=[{
        "program_id": program, "date_start": f"{start + timedelta(days=place):%Y-%m-%d %H:%M:%S}", "minutes": 60,
        "delivery_ids": [[0, 0, {"client_id": client, "service_id": service, "minutes": 60}]],
    } for place, client in enumerate(clients)])
    api.call("recovery.encounter", "action_done", ids=encounters)
    return [row[0] for row in query(dsn, "SELECT id FROM recovery_delivery WHERE encounter_id = ANY(%s)", encounters)]


@pytest.fixture(scope="module")
def new_grant(finance, program, deliveries):
    """Make running grants of the programme that share its services, unless they are exclusive."""
    [funder] = finance.call("res.partner", "search", domain=[], limit=1)
    indicators = finance.call("recovery.indicator", "search", domain=[["code", "in", ["supported", "hours"]]])
    assert indicators

    def make(exclusive=False):
        [grant] = finance.call("recovery.grant", "create", vals_list=[{
            "name": f"Frozen {next(numbers)}", "code": f"FROZEN/{datetime.now().timestamp()}", "funder_id": funder,
            "date_start": day(90), "date_end": day(-300), "program_ids": [[6, 0, [program]]], "exclusive": exclusive,
            "indicator_ids": [[0, 0, {"indicator_id": indicator, "target": 10}] for indicator in indicators],
        }])
        finance.call("recovery.grant", "action_confirm", ids=[grant])
        return grant

    return make


def new_draft(finance, grant):
    """A draft on a period that is over."""
    finance.call("recovery.grant", "action_attribute", ids=[grant])
    [report] = finance.call("recovery.report", "create", vals_list=[
        {"grant_id": grant, "date_from": day(90), "date_to": day(1)}])
    return report


@pytest.fixture(scope="module")
def frozen(finance, new_grant):
    """A frozen report; the tests that attack it find it unchanged."""
    report = new_draft(finance, new_grant())
    finance.call("recovery.report", "action_freeze", ids=[report])
    return report


def snapshot(dsn, report):
    """All rows of a report, its lines and its evidence, as text."""
    return [
        query(dsn, f"SELECT to_jsonb(t)::text FROM {table} t WHERE {column} = %s ORDER BY id", report)
        for table, column in (("recovery_report", "id"), ("recovery_report_line", "report_id"),
                              ("recovery_report_evidence", "report_id"))
    ]


@pytest.mark.parametrize("statement", [
    "UPDATE recovery_report SET date_to = date_to - 1 WHERE id = %s",
    "UPDATE recovery_report SET state = 'draft' WHERE id = %s",
    "UPDATE recovery_report SET file_xlsx = 'x' WHERE id = %s",
    "UPDATE recovery_report SET header = '{}' WHERE id = %s",
    "UPDATE recovery_report SET frozen_at = now() WHERE id = %s",
    "DELETE FROM recovery_report WHERE id = %s",
    "UPDATE recovery_report_line SET value = value + 1 WHERE report_id = %s",
    "UPDATE recovery_report_line SET report_id = 0 WHERE report_id = %s",
    "DELETE FROM recovery_report_line WHERE report_id = %s",
    "UPDATE recovery_report_evidence SET amount = 0 WHERE report_id = %s",
    "UPDATE recovery_report_evidence SET reference = 'x' WHERE report_id = %s",
    "DELETE FROM recovery_report_evidence WHERE report_id = %s",
    """INSERT INTO recovery_report_evidence (report_id, line_id, company_id, reference, res_model, res_id)
       SELECT report_id, id, company_id, 'x', 'x', 1 FROM recovery_report_line WHERE report_id = %s""",
    "TRUNCATE recovery_report_evidence",
    "TRUNCATE recovery_report CASCADE",
])
def test_plain_sql_cannot_change_a_frozen_report(statement, dsn, frozen):
    before = snapshot(dsn, frozen)
    assert all(before), "The report has no lines or no evidence."
    with pytest.raises(psycopg2.IntegrityError, match="(?i)frozen reports? never change"):
        query(dsn, statement, *([frozen] if "%s" in statement else []))
    assert snapshot(dsn, frozen) == before


def test_no_user_changes_a_frozen_report(dsn, json2, finance, frozen):
    before = snapshot(dsn, frozen)
    lines = finance.call("recovery.report.line", "search", domain=[["report_id", "=", frozen]])
    evidence = [row[0] for row in query(dsn, "SELECT id FROM recovery_report_evidence WHERE report_id = %s", frozen)]
    for login in ("finance", "administrator", "admin", "manager"):
        for model, ids, vals in (
            ("recovery.report", [frozen], {"date_to": day(2)}), ("recovery.report", [frozen], {"state": "draft"}),
            ("recovery.report.line", lines, {"value": 1}), ("recovery.report.evidence", evidence, {"amount": 1}),
        ):
            for method, arguments in (("write", {"vals": vals}), ("unlink", {})):
                with pytest.raises(Json2Error) as caught:
                    json2(login).call(model, method, ids=ids, **arguments)
                assert caught.value.status in (403, 404, 422), (login, model, method, caught.value)
    assert snapshot(dsn, frozen) == before


def test_freezing_again_leaves_the_report_as_it_is(dsn, finance, frozen):
    before = snapshot(dsn, frozen)
    finance.call("recovery.report", "action_freeze", ids=[frozen])
    assert snapshot(dsn, frozen) == before


def test_freezing_while_another_grant_attributes_claims_nothing_twice(dsn, finance, new_grant):
    draft, other = new_draft(finance, new_grant(exclusive=True)), new_grant(exclusive=True)
    second = own_session(finance)
    outcomes = meet(dsn, [
        lambda: finance.call("recovery.report", "action_freeze", ids=[draft]),
        lambda: second.call("recovery.grant", "action_attribute", ids=[other]),
    ], "LOCK TABLE recovery_attribution IN SHARE ROW EXCLUSIVE MODE")
    for error in split(outcomes)[1]:
        # A conflict that the other grant has just made must be decided first, and that is said in words.
        assert isinstance(error, Json2Error), error
        assert error.status == 422, error
        assert "In conflict" in error.message
    assert query(dsn, """
        SELECT delivery_id FROM recovery_attribution WHERE exclusive AND state = 'claimed' AND delivery_id IS NOT NULL
      GROUP BY delivery_id HAVING COUNT(*) > 1
    """) == []
    assert query(dsn, """
        SELECT l.code FROM recovery_report_line l JOIN recovery_report r ON r.id = l.report_id
         WHERE r.id = %s AND r.state = 'frozen' AND l.value <> COALESCE(
               (SELECT SUM(e.amount) FROM recovery_report_evidence e WHERE e.line_id = l.id), 0)
    """, draft) == []


def test_what_is_amended_while_a_report_freezes_shows_as_a_correction(dsn, finance, json2, new_grant, deliveries):
    draft = new_draft(finance, new_grant())
    counsellor = own_session(json2("counsellor"))
    delivery = deliveries[-1]
    [(encounter, minutes)] = query(dsn, "SELECT encounter_id, minutes FROM recovery_delivery WHERE id = %s", delivery)
    with held_up(dsn, [lambda: finance.call("recovery.report", "action_freeze", ids=[draft])],
                 "LOCK TABLE recovery_report_evidence IN SHARE MODE") as [freezing]:
        counsellor.call("recovery.encounter", "amend", ids=[encounter], reason="It took an hour longer")
        counsellor.call("recovery.delivery", "write", ids=[delivery], vals={"minutes": minutes + 60})
        counsellor.call("recovery.encounter", "action_finish_amendment", ids=[encounter])
    assert freezing.exception() is None
    [line] = finance.call("recovery.report.line", "search_read", fields=["value", "value_now", "correction"], domain=[
        ["report_id", "=", draft], ["measure", "=", "hours"]])
    assert line["correction"] == pytest.approx(1.0)
    assert line["value_now"] == pytest.approx(line["value"] + 1.0)
    [(evidence,)] = query(dsn, "SELECT SUM(amount)::float FROM recovery_report_evidence WHERE line_id = %s", line["id"])
    assert evidence == pytest.approx(line["value"])


def test_the_cron_of_attribution_run_twice_does_its_work_once(dsn, json2, new_grant):
    grant = new_grant()
    query(dsn, "DELETE FROM recovery_attribution WHERE grant_id = %s", grant)
    rows = "SELECT id, grant_id, delivery_id, state FROM recovery_attribution ORDER BY id"
    run_cron(json2("admin"), dsn, "recovery_reporting.cron_attribute")
    once = query(dsn, rows)
    assert [row for row in once if row[1] == grant]
    run_cron(json2("admin"), dsn, "recovery_reporting.cron_attribute")
    assert query(dsn, rows) == once

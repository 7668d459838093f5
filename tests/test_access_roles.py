"""What no role may do: call what is private, read as administrator, write as auditor."""
import pytest
from leaks import RawJson2
from probes import FACTS
from race import query


@pytest.mark.parametrize(("model", "method", "arguments"), [
    ("recovery.client", "sudo", {}), ("recovery.client", "with_user", {"user": 1}),
    ("recovery.client", "mapped", {"func": "last_name"}), ("recovery.client", "_find_duplicates", {}),
    ("recovery.client", "_get_logged_clients", {}), ("recovery.client", "_write", {"vals": {}}),
    ("recovery.access.log", "_log", {"clients": [], "action": "open", "model": "x"}),
    ("recovery.episode", "_cron_contacts", {}), ("recovery.encounter", "_filling_new", {}),
    ("recovery.encounter.amendment", "_record_changes", {"changes": []}),
    ("recovery.access.override", "_notify_privacy_officers", {}), ("recovery.demo", "_build_clients", {}),
])
def test_private_methods_cannot_be_called(model, method, arguments, json2, xmlrpc):
    for login in ("counsellor", "admin"):
        status, body = RawJson2(json2(login))(model, method, **arguments)
        assert status in (403, 404), (status, body)
    with pytest.raises(Exception, match="(?i)private|cannot be called|does not exist"):
        xmlrpc("counsellor").call(model, method, [])


def test_the_administrator_reads_no_cases(json2, known):
    raw = RawJson2(json2("administrator"))
    # Photos of houses are among an administrator's settings; those of a stay are not.
    photos = "recovery.house.photo"
    assert raw(photos, "search_count", domain=[["id", "=", known[photos]]]) == (200, "0")
    closed = [model for model in FACTS if model != photos]
    for model in (*closed, "recovery.access.log", "recovery.access.override", "recovery.encounter.amendment"):
        for method, arguments in (("search", {"domain": []}), ("search_count", {"domain": []}),
                                  ("search_read", {"domain": []}), ("name_search", {"name": ""}),
                                  ("formatted_read_group", {"domain": [], "aggregates": ["__count"]})):
            status, body = raw(model, method, **arguments)
            assert status == 403, (model, method, status, body[:200])
    assert raw("recovery.program", "search_count", domain=[])[0] == 200


def test_the_auditor_writes_nothing(json2, dsn, known):
    """Neither create, write nor unlink on any of our models, nor a step of work by a method."""
    raw = RawJson2(json2("auditor"))
    models = [model for (model,) in query(dsn, """
        SELECT model FROM ir_model WHERE model LIKE 'recovery.%%' AND NOT transient AND NOT abstract
    """)]
    assert len(models) > 15
    for model in models:
        for operation in ("write", "create", "unlink"):
            assert raw(model, "has_access", operation=operation) == (200, "false"), (model, operation)

    tables = [model for model in FACTS if model != "recovery.fee.arrears"]

    def rows():
        return [query(dsn, f"SELECT * FROM {model.replace('.', '_')} WHERE id = %s", known[model]) for model in tables] + [
            query(dsn, "SELECT COUNT(*) FROM mail_message"), query(dsn, "SELECT COUNT(*) FROM mail_activity"),
            query(dsn, "SELECT COUNT(*) FROM recovery_encounter_amendment")]

    before = rows()
    for model, method, arguments in (
        ("recovery.client", "write", {"vals": {"gender": "other"}}),
        ("recovery.client", "message_post", {"body": "I was here"}),
        ("recovery.client", "activity_schedule", {"summary": "I was here"}),
        ("recovery.client", "action_archive", {}), ("recovery.episode", "action_close", {"reason": "other"}),
        ("recovery.episode", "action_pause", {}), ("recovery.encounter", "action_cancel", {}),
        ("recovery.encounter", "amend", {"reason": "I was here"}), ("recovery.ors", "action_cancel", {"reason": "?"}),
        ("recovery.delivery", "action_no_show", {}),
    ):
        status, body = raw(model, method, ids=[known[model]], **arguments)
        assert status in (403, 422), (model, method, status, body[:300])
    assert rows() == before


def test_only_managers_and_privacy_officers_restrict(json2, program):
    api = json2("counsellor")
    [client] = api.call("recovery.client", "create", vals_list=[
        {"identity": "pseudonymous", "nickname": "Demo Restrict", "intake_program_id": program}])
    status, body = RawJson2(api)("recovery.client", "write", ids=[client], vals={"restricted": True})
    assert status == 403
    assert "Restricted: only a programme manager" in body

"""A restricted client, who to everybody but the users named is answered like one who does not exist."""
import pytest
from leaks import RawJson2, RawXmlRpc, shape
from probes import FACTS, MISSING, ROLES
from race import query


@pytest.mark.parametrize("login", [role for role in ROLES if role != "manager"])
def test_a_restricted_client_leaves_no_trace(login, everything_read_by, traces):
    assert everything_read_by(login).leaks(traces) == []


def test_the_search_finds_the_restricted_client_for_whoever_is_named(everything_read_by, traces):
    found = everything_read_by("manager").leaks(traces)
    assert {secret for kind, secret, _where in found if kind == "words"} == traces.words


def test_whoever_is_named_sees_the_restricted_client(json2, hidden):
    for model in FACTS:
        assert json2("manager").call(model, "search_count", domain=[["id", "=", hidden[model]]]) == 1


@pytest.mark.parametrize("login", [role for role in ROLES if role not in ("manager", "administrator")])
def test_counts_leave_a_restricted_client_out(login, json2, dsn, hidden):
    """By search, by count and by group: three ways to the same number, none of which knows the person."""
    api = json2(login)
    for model in FACTS:
        if not api.call(model, "has_access", operation="read"):
            continue
        own = [["id", "=", hidden[model]]]
        assert api.call(model, "search", domain=own) == []
        assert api.call(model, "search_count", domain=own) == 0
        assert api.call(model, "formatted_read_group", domain=own, groupby=[], aggregates=["__count"])[0]["__count"] == 0
    everybody = api.call("recovery.client", "search_count", domain=[], context={"active_test": False})
    [(total, restricted)] = query(dsn, """
        SELECT COUNT(*), COUNT(*) FILTER (WHERE restricted) FROM recovery_client
         WHERE company_id = (SELECT company_id FROM res_users WHERE login = %s)
    """, login)
    assert restricted
    if login in ("finance", "data", "auditor", "privacy"):
        assert everybody == total - restricted
    else:
        assert everybody < total


CALLS_BY_ID = [
    ("read", {"fields": ["display_name"]}), ("web_read", {"specification": {"display_name": {}}}),
    ("export_data", {"fields_to_export": ["id", "display_name"]}), ("write", {"vals": {"active": True}}),
    ("unlink", {}), ("action_open_encounters", {}), ("action_open_ors", {}), ("get_ors_chart", {}),
    ("action_archive", {}), ("get_formview_action", {}), ("copy", {}), ("copy_data", {}), ("action_new_encounter", {}),
    ("web_save", {"vals": {"gender": "other"}, "specification": {}}), ("has_access", {"operation": "read"}),
    ("export_data", {"fields_to_export": [".id"]}), ("get_external_id", {}), ("get_metadata", {}),
    ("message_post", {"body": "?"}), ("message_get_followers", {}), ("message_subscribe", {"partner_ids": [1]}),
    ("message_notify", {"body": "?", "partner_ids": [1]}), ("message_get_suggested_recipients", {}),
    ("activity_schedule", {"summary": "?"}), ("activity_unlink", {"act_type_xmlids": ["mail.mail_activity_data_todo"]}),
    ("onchange", {"values": {}, "field_names": [], "fields_spec": {"code": {}, "restricted": {}}}),
    ("filtered_domain", {"domain": [["restricted", "=", True]]}), ("exists", {}),
]


@pytest.mark.parametrize("login", ["outreach", "counsellor", "house", "finance", "data", "privacy", "auditor"])
@pytest.mark.parametrize(("method", "arguments"), CALLS_BY_ID)
def test_a_restricted_client_answers_by_id_like_one_who_does_not_exist(login, method, arguments, json2, hidden):
    raw = RawJson2(json2(login))
    client = hidden["recovery.client"]
    secret = raw("recovery.client", method, ids=[client], **arguments)
    absent = raw("recovery.client", method, ids=[MISSING], **arguments)
    assert (secret[0], shape(secret[1], client)) == (absent[0], shape(absent[1], MISSING))


def test_a_restricted_client_among_others_answers_like_one_who_does_not_exist(json2, known, hidden):
    raw = RawJson2(json2("counsellor"))
    client, other = hidden["recovery.client"], known["recovery.client"]
    for method, arguments in (("read", {"fields": ["code"]}), ("write", {"vals": {"gender": "other"}}),
                              ("export_data", {"fields_to_export": [".id"]}), ("action_archive", {})):
        secret = raw("recovery.client", method, ids=[other, client], **arguments)
        absent = raw("recovery.client", method, ids=[other, MISSING], **arguments)
        assert (secret[0], shape(secret[1], client)) == (absent[0], shape(absent[1], MISSING)), method


@pytest.mark.parametrize("model", [model for model in FACTS if model != "recovery.client"])
@pytest.mark.parametrize("login", ["counsellor", "outreach", "finance", "privacy"])
def test_facts_about_a_restricted_client_answer_like_facts_that_do_not_exist(login, model, json2, hidden):
    raw = RawJson2(json2(login))
    for method, arguments in [("read", {"fields": ["display_name"]}), ("web_read", {"specification": {"company_id": {}}}),
                              ("write", {"vals": {"company_id": 1}}), ("unlink", {}), ("get_metadata", {}),
                              ("get_external_id", {}), ("has_access", {"operation": "read"})]:
        secret = raw(model, method, ids=[hidden[model]], **arguments)
        absent = raw(model, method, ids=[MISSING], **arguments)
        assert (secret[0], shape(secret[1], hidden[model])) == (absent[0], shape(absent[1], MISSING)), (model, method)


def test_xmlrpc_answers_for_a_restricted_client_like_for_one_who_does_not_exist(base_url, xmlrpc, hidden):
    raw = RawXmlRpc(base_url, xmlrpc("counsellor"))
    client = hidden["recovery.client"]
    for method, *arguments in (("read", ["display_name"]), ("write", {"gender": "other"}), ("get_ors_chart",)):
        answers = [shape(raw("recovery.client", method, [number], *arguments), number) for number in (client, MISSING)]
        assert answers[0] == answers[1], method


def test_messages_of_a_restricted_client_cannot_be_fetched_by_thread(web_session, hidden):
    session = web_session("counsellor")
    answers = [
        shape(session.post("/mail/thread/messages", json={"jsonrpc": "2.0", "method": "call", "params": {
            "thread_model": "recovery.client", "thread_id": number}}).text, number)
        for number in (hidden["recovery.client"], MISSING)
    ]
    assert answers[0] == answers[1]
    # Whole words: three digits alone also turn up in the random tokens of pictures.
    assert not any(word in answers[0] for word in ("Xymena842", "Rozhovor842", "Zavolat842"))


def test_nobody_names_a_restricted_client_in_an_own_record(json2, program, service, hidden):
    """Otherwise an episode of one's own would open the file; the refusal is the one for a missing client."""
    raw = RawJson2(json2("counsellor"))
    for model, values in (
        ("recovery.episode", {"program_id": program}), ("recovery.note", {"program_id": program, "body": "?"}),
        ("recovery.relation", {"related_name": "?"}), ("recovery.ors", {"program_id": program, "skipped_reason": "other"}),
    ):
        answers = [raw(model, "create", vals_list=[{**values, "client_id": number}])
                   for number in (hidden["recovery.client"], MISSING)]
        assert answers[0][0] == answers[1][0] == 422, (model, answers)
        assert shape(answers[0][1], hidden["recovery.client"]) == shape(answers[1][1], MISSING)

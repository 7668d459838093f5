"""Names, phones and birth dates, looked for over JSON-2 and XML-RPC with the logins of the demonstration.

The tests look at the bodies of the answers, not at single fields: a name that appears
anywhere, in a drop-down, a group, an error or a message, is found.
"""
import json

import pytest
from leaks import Evidence, RawJson2, RawXmlRpc, fold
from probes import FACTS, NAMELESS, confidential

PROTECTED = ("first_name", "last_name", "name", "name_folded", "birthdate", "phone", "phone_e164", "email", "address")
STORED = ("first_name", "last_name", "name_folded", "birthdate", "phone", "phone_e164", "email", "address")


@pytest.mark.parametrize("login", NAMELESS)
def test_no_answer_names_a_client(login, everything_read_by, identities):
    assert everything_read_by(login).leaks(identities) == []


def test_the_search_finds_names_where_they_may_be_seen(everything_read_by, identities):
    """The same search with a login that may see names: were it blind, the test above would prove nothing."""
    leaks = everything_read_by("counsellor").leaks(identities)
    assert {kind for kind, _secret, _where in leaks} == {"words", "pairs", "dates", "phones", "emails"}
    words = {secret for _kind, secret, _where in everything_read_by("counsellor").leaks(confidential("731"))}
    assert words >= {fold("Důvěrné731"), fold("Rozhovor731"), fold("Zavolat731")}


@pytest.mark.parametrize("login", ["finance", "data", "auditor", "administrator"])
def test_what_is_said_about_a_client_stays_with_those_who_work_with_the_file(login, everything_read_by):
    assert everything_read_by(login).leaks(confidential("731")) == []


@pytest.mark.parametrize("login", NAMELESS)
def test_xmlrpc_names_no_client_either(login, base_url, xmlrpc, identities):
    raw = RawXmlRpc(base_url, xmlrpc(login))
    evidence = Evidence()
    for model in FACTS:
        evidence.collect((model, "search_read"), raw(model, "search_read", [], limit=200))
        evidence.collect((model, "name_search"), raw(model, "name_search", "", limit=1000))
    assert evidence.leaks(identities) == []


@pytest.mark.parametrize("login", NAMELESS)
@pytest.mark.parametrize("name", ["Neprozrazená731", "Xymena731", "neprozrazena731", "+420199731321", "731 321"])
def test_no_search_by_what_is_protected_tells_anything(login, name, json2, known):
    """A name in a drop-down is answered like a word that nobody bears: not even a yes or no."""
    raw = RawJson2(json2(login))
    for model in FACTS:
        answer = raw(model, "name_search", name=name)
        assert answer == raw(model, "name_search", name="qqqqqqqq"), model
        assert model != "recovery.client" or answer == (200, "[]") or answer[0] == 403


@pytest.mark.parametrize("login", NAMELESS)
@pytest.mark.parametrize("field", STORED)
def test_protected_fields_are_refused_in_every_place(login, field, json2, known):
    """In a domain, an order, a grouping, a reading and an export, directly and through other records."""
    raw = RawJson2(json2(login))
    paths = {"recovery.client": field, "recovery.episode": f"client_id.{field}", "recovery.delivery": f"client_id.{field}",
             "recovery.encounter": f"delivery_ids.client_id.{field}", "recovery.program": f"episode_ids.client_id.{field}"}
    for model, path in paths.items():
        calls = [("search_count", {"domain": [[path, "!=", False]]}), ("search", {"domain": [[path, "ilike", "7"]]})]
        if model != "recovery.encounter" and model != "recovery.program":
            calls.append(("formatted_read_group", {"domain": [], "groupby": [path], "aggregates": ["__count"]}))
        if model == "recovery.client":
            calls += [
                ("search", {"domain": [], "order": path}),
                ("search_read", {"domain": [], "fields": [path]}),
                ("read", {"ids": [known[model]], "fields": [path]}),
                ("web_read", {"ids": [known[model]], "specification": {path: {}}}),
                ("formatted_read_group", {"domain": [], "groupby": [], "aggregates": [f"{path}:count_distinct"]}),
            ]
        for method, arguments in calls:
            status, body = raw(model, method, **arguments)
            assert status in (403, 422), (model, method, path, status, body[:300])
            assert "731" not in body


@pytest.mark.parametrize("login", ["finance", "data"])
def test_exports_of_protected_fields_are_empty_or_refused(login, json2, known):
    raw = RawJson2(json2(login))
    paths = {"recovery.client": "{}", "recovery.episode": "client_id/{}", "recovery.delivery": "client_id/{}"}
    for model, path in paths.items():
        for field in (*PROTECTED, "display_name"):
            status, body = raw(model, "export_data", ids=[known[model]], fields_to_export=[path.format(field)])
            assert status in (200, 403), body
            assert "731" not in json.dumps(json.loads(body).get("datas", "")), (model, field, body)


def test_a_nested_specification_does_not_reach_names(json2, known):
    """web_read follows relations; each model on the way checks for itself."""
    client = {"fields": {"display_name": {}, "name": {}, "phone": {}}}
    for login in NAMELESS:
        for model, path in (("recovery.episode", {"client_id": client}), ("recovery.delivery", {"client_id": client}),
                            ("recovery.encounter", {"delivery_ids": {"fields": {"client_id": client}}})):
            status, body = RawJson2(json2(login))(model, "web_read", ids=[known[model]], specification=path)
            assert status == 403, (login, model, body[:300])
            assert "731" not in fold(body).replace(str(known[model]), "")

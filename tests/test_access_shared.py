"""A person whom one organisation shares with another: before the consent, during it, and from its end on."""
import json
from datetime import date, timedelta

import pytest
from conftest import Json2Error, WebSession
from leaks import Evidence, Secrets, shape
from probes import CARRIERS, MISSING, moment, sweep
from race import query

PASSWORD = "neighbour-of-the-tests"
MARKER = "617"
FORGED = {"allowed_company_ids": [1], "su": True, "uid": 1, "active_test": False}


class Raw:
    """The web client's calls of one session, in the form in which ``probes.sweep`` asks."""

    def __init__(self, session):
        self.session = session

    def __call__(self, model, method, /, ids=None, **arguments):
        answer = self.session.call_kw(model, method, *([ids] if ids is not None else []), **arguments)
        if "result" in answer:
            return 200, json.dumps(answer["result"])
        return 403, json.dumps(answer["error"]["data"]["message"])


@pytest.fixture(scope="module")
def partner(json2):
    """Another organisation of the database: {company, contact, program, service} and its users' logins by role."""
    admin = json2("admin")
    [company] = admin.call("res.company", "create", vals_list=[{"name": "Demo Neighbours"}])
    inside = {"allowed_company_ids": [company], "no_reset_password": True}
    logins = {role: f"neighbour_{role}" for role in ("counsellor", "finance", "privacy")}
    employees = {}
    for role, login in logins.items():
        groups = admin.call("ir.model.data", "search_read", fields=["res_id"], domain=[
            ["model", "=", "res.groups"], ["module", "in", ["base", "recovery_care"]],
            ["name", "in", ["group_user", "group_allow_export", f"group_{role}"]]])
        [user] = admin.call("res.users", "create", context=inside, vals_list=[{
            "login": login, "name": f"Demo {login}", "password": PASSWORD, "company_id": company,
            "company_ids": [[6, 0, [company]]], "group_ids": [[6, 0, [row["res_id"] for row in groups]]]}])
        [employees[role]] = admin.call("hr.employee", "create", context=inside, vals_list=[
            {"name": f"Demo {login}", "user_id": user, "company_id": company}])
    [service] = admin.call("recovery.service", "create", context=inside, vals_list=[
        {"code": "NEXT", "name": "Demo talk next door", "company_id": company}])
    [program] = admin.call("recovery.program", "create", context=inside, vals_list=[{
        "code": "NEXT", "name": "Demo next door", "company_id": company, "takes_shared": True,
        "service_ids": [[6, 0, [service]]], "employee_ids": [[6, 0, [employees["counsellor"]]]]}])
    [row] = admin.call("res.company", "read", ids=[company], fields=["partner_id"])
    return {"company": company, "contact": row["partner_id"][0], "program": program, "service": service, "logins": logins}


@pytest.fixture(scope="module")
def sessions(base_url, partner):
    return {role: WebSession(base_url, login, PASSWORD) for role, login in partner["logins"].items()}


@pytest.fixture(scope="module")
def person(json2, program, service):
    """The file of somebody at home: {model: id}."""
    api = json2("counsellor")
    [client] = api.call("recovery.client", "create", vals_list=[{
        "identity": "identified", "first_name": f"Xymena{MARKER}", "last_name": f"Neprozrazená{MARKER}-Testová",
        "nickname": f"Přezdívka{MARKER}", "phone": f"+420 199 {MARKER} 321", "intake_program_id": program,
        "is_distinct": True,
    }])
    [episode] = api.call("recovery.episode", "create", vals_list=[
        {"client_id": client, "program_id": program, "state": "active", "date_start": "2026-01-05"}])
    [encounter] = api.call("recovery.encounter", "create", vals_list=[{
        "program_id": program, "date_start": moment(days=3), "minutes": 45,
        "delivery_ids": [[0, 0, {"client_id": client, "service_id": service, "minutes": 45}]]}])
    api.call("recovery.encounter", "action_done", ids=[encounter])
    [delivery] = api.call("recovery.delivery", "search", domain=[["encounter_id", "=", encounter]])
    [ors] = api.call("recovery.ors", "create", vals_list=[{
        "client_id": client, "episode_id": episode, "date": date.today().isoformat(),
        "individual": 4, "interpersonal": 5, "social": 6, "overall": 7}])
    [note] = api.call("recovery.note", "create", vals_list=[
        {"client_id": client, "encounter_id": encounter, "audience": "team", "body": f"Důvěrné{MARKER} sdělení"}])
    [relation] = api.call("recovery.relation", "create", vals_list=[
        {"client_id": client, "related_name": f"Příbuzná{MARKER} Utajená", "kind": "parent"}])
    api.call("recovery.client", "message_post", ids=[client], body=f"Rozhovor{MARKER} s rodinou")
    api.call("recovery.episode", "message_post", ids=[episode], body=f"Poznámka{MARKER} k epizodě")
    api.call("recovery.client", "activity_schedule", ids=[client], summary=f"Zavolat{MARKER} domů")
    return {"recovery.client": client, "recovery.episode": episode, "recovery.encounter": encounter,
            "recovery.delivery": delivery, "recovery.ors": ors, "recovery.note": note, "recovery.relation": relation}


@pytest.fixture
def share(json2, partner, person):
    """share(**values): a consent of the person in force, for a purpose with the course of support; ended afterwards."""
    api, consents = json2("counsellor"), []
    [purpose] = api.call("recovery.consent.purpose", "search", domain=[["code", "=", "partner"]])

    def give(**values):
        [consent] = api.call("recovery.consent", "create", vals_list=[{
            "client_id": person["recovery.client"], "purpose_id": purpose, "partner_id": partner["contact"],
            "date_from": date.today().isoformat(), "date_to": False, **values}])
        api.call("recovery.consent", "action_give", ids=[consent])
        consents.append(consent)
        return consent

    yield give
    for row in api.call("recovery.consent", "read", ids=consents, fields=["state"]):
        if row["state"] == "given":
            api.call("recovery.consent", "action_withdraw", ids=[row["id"]])


def sees(session, model, number):
    """Whether a session finds and reads a record; the two have to agree, whatever the context says."""
    found = session.call_kw(model, "search", [["id", "=", number]])["result"]
    read = session.call_kw(model, "web_read", [number], {"display_name": {}, "company_id": {}})
    assert bool(found) == bool(read.get("result")), (model, read)
    assert session.call_kw(model, "has_access", [number], "read")["result"] == bool(found)
    if not found:
        for context in (FORGED, {"allowed_company_ids": []}):
            assert not session.call_kw(model, "search", [["id", "=", number]], context=context).get("result")
            assert "result" not in session.call_kw(model, "read", [number], ["display_name"], context=context)
    return bool(found)


def seen_by(sessions, person):
    return {(role, model) for role, session in sessions.items() for model, number in person.items()
            if session.call_kw(model, "has_access", [], "read")["result"] and sees(session, model, number)}


def words(*stems):
    secrets = Secrets()
    secrets.add_word(*(f"{stem}{MARKER}" for stem in stems))
    return secrets


WHILE_SHARED = {("counsellor", "recovery.client"), ("finance", "recovery.client"), ("privacy", "recovery.client"),
                ("counsellor", "recovery.episode")}
SAID = ("Důvěrné", "Příbuzná", "Rozhovor", "Poznámka", "Zavolat")


def test_the_same_second_opens_and_closes(share, sessions, person, json2):
    """Sessions that have read the person a moment ago keep nothing of the rules, nor of what they read."""
    assert seen_by(sessions, person) == set()
    consent = share()
    assert seen_by(sessions, person) == WHILE_SHARED
    json2("counsellor").call("recovery.consent", "action_withdraw", ids=[consent])
    assert seen_by(sessions, person) == set()


def test_the_last_day_ends_it_without_a_job(share, sessions, person, dsn):
    consent = share(date_to=(date.today() + timedelta(days=1)).isoformat())
    assert seen_by(sessions, person) == WHILE_SHARED
    query(dsn, "UPDATE recovery_consent SET date_from = %s, date_to = %s WHERE id = %s",
          date.today() - timedelta(days=9), date.today() - timedelta(days=1), consent)
    try:
        assert seen_by(sessions, person) == set()
    finally:
        query(dsn, "UPDATE recovery_consent SET date_to = NULL WHERE id = %s", consent)


def test_nothing_but_the_sheet_and_the_slice_is_found_anywhere(share, sessions, person, dsn):
    share()
    models = [model for [model] in query(dsn, """
        SELECT m.model FROM ir_model m JOIN pg_class c ON c.relname = REPLACE(m.model, '.', '_') AND c.relkind IN ('r', 'v')
         WHERE NOT m.transient AND (m.model LIKE 'recovery.%%' OR m.model = ANY(%s))
    """, list(CARRIERS))]
    assert set(person) < set(models)
    for role, session in sessions.items():
        evidence = sweep(Raw(session), models)
        assert evidence.leaks(words(*SAID)) == [], role
        told = {secret for _kind, secret, _where in evidence.leaks(words("Xymena", "Neprozrazená", "Přezdívka"))}
        assert bool(told) == (role != "finance"), role


def test_the_conversation_is_not_fetched_by_its_thread(share, sessions, person):
    share()
    for session in sessions.values():
        answers = [
            session.post(path, json={"jsonrpc": "2.0", "method": "call", "params": params}).text for path, params in (
                ("/mail/thread/messages", {"thread_model": "recovery.client", "thread_id": person["recovery.client"]}),
                ("/mail/thread/messages", {"thread_model": "recovery.episode", "thread_id": person["recovery.episode"]}),
                ("/mail/data", {"fetch_params": [["mail.thread", {
                    "thread_model": "recovery.client", "thread_id": person["recovery.client"], "request_list": [
                        "activities", "attachments", "followers", "scheduledMessages", "suggestedRecipients"]}]]}),
            )
        ]
        evidence = Evidence()
        for answer in answers:
            evidence.collect("thread", answer)
        assert evidence.leaks(words(*SAID)) == []


def test_own_records_stay_and_tell_the_code_alone(share, sessions, person, partner, json2):
    consent = share()
    session, client = sessions["counsellor"], person["recovery.client"]
    [note] = session.call_kw("recovery.note", "create", [{
        "client_id": client, "program_id": partner["program"], "body": "Demo", "audience": "team"}])["result"]
    [episode] = session.call_kw("recovery.episode", "create", [
        {"client_id": client, "program_id": partner["program"]}])["result"]
    json2("counsellor").call("recovery.consent", "action_withdraw", ids=[consent])
    evidence = Evidence()
    specification = {"client_id": {"fields": {"display_name": {}, "last_name": {}, "nickname": {}, "phone": {}}}}
    label = {"client_id": {"fields": {"display_name": {}}}}
    for model, number in (("recovery.note", note), ("recovery.episode", episode)):
        for answer in (
            session.call_kw(model, "read", [number], ["client_id", "display_name"]),
            session.call_kw(model, "web_read", [number], label),
            session.call_kw(model, "web_search_read", [["id", "=", number]], label),
            session.call_kw(model, "formatted_read_group", [["id", "=", number]], ["client_id"], ["__count"]),
            session.call_kw(model, "export_data", [number], ["client_id"]),
        ):
            assert "result" in answer, answer["error"]["data"]["debug"]
            evidence.collect(model, json.dumps(answer))
        for call in (
            ("web_read", [number], specification), ("export_data", [number], ["client_id/last_name"]),
            ("export_data", [number], ["client_id/display_name"]),
        ):
            evidence.collect(model, json.dumps(session.call_kw(model, *call)))
    assert evidence.leaks(words("Xymena", "Neprozrazená", "Přezdívka", *SAID)) == []
    refused = session.call_kw("recovery.note", "create", [{
        "client_id": client, "program_id": partner["program"], "body": "Demo", "audience": "team"}])
    absent = session.call_kw("recovery.note", "create", [{
        "client_id": MISSING, "program_id": partner["program"], "body": "Demo", "audience": "team"}])
    assert shape(refused["error"]["data"], client) == shape(absent["error"]["data"], MISSING)


def test_who_looked_stands_in_the_log_at_home(share, sessions, person, json2, partner):
    share()
    sessions["privacy"].call_kw("recovery.client", "export_data", [person["recovery.client"]], ["code"])
    lines = json2("privacy").call(
        "recovery.access.log", "search_read", fields=["user_id", "action"],
        domain=[["client_id", "=", person["recovery.client"]], ["action", "=", "export"]])
    assert f"Demo {partner['logins']['privacy']}" in {line["user_id"][1] for line in lines}


def test_nobody_there_changes_the_sheet(share, sessions, person, json2):
    share()
    client = person["recovery.client"]
    api, fields = json2("counsellor"), ["gender", "active", "nickname"]
    before = api.call("recovery.client", "read", ids=[client], fields=fields)
    for session in sessions.values():
        for method, *arguments in (
            ("write", {"gender": "other"}), ("web_save", {"gender": "other"}, {}), ("unlink",), ("action_archive",),
            ("message_post",), ("demote", "Demo: asked for it"), ("activity_schedule",),
        ):
            assert "error" in session.call_kw("recovery.client", method, [client], *arguments), method
    assert api.call("recovery.client", "read", ids=[client], fields=fields) == before


def test_home_does_not_see_what_is_done_there(share, sessions, person, partner, json2):
    share()
    [note] = sessions["counsellor"].call_kw("recovery.note", "create", [{
        "client_id": person["recovery.client"], "program_id": partner["program"], "body": "Demo", "audience": "team",
    }])["result"]
    for login in ("counsellor", "manager", "privacy", "auditor"):
        with pytest.raises(Json2Error):
            json2(login).call("recovery.note", "read", ids=[note], fields=["body"])

"""Who may not know what, tried over JSON-2 and XML-RPC with the logins of the demonstration.

The tests look at the bodies of the answers, not at single fields: a name that appears
anywhere, in a drop-down, a group, an error or a message, is found.
"""
import json

import pytest
from leaks import Evidence, RawJson2, RawXmlRpc, Secrets, fold, shape
from probes import CARRIERS, FACTS, build_file, sweep
from race import query

ROLES = ("outreach", "counsellor", "house", "manager", "finance", "data", "privacy", "administrator", "auditor")
NAMELESS = ("outreach", "finance", "data", "auditor", "administrator")
PROTECTED = ("first_name", "last_name", "name", "name_folded", "birthdate", "phone", "phone_e164", "email", "address")
STORED = ("first_name", "last_name", "name_folded", "birthdate", "phone", "phone_e164", "email", "address")
MISSING = 99999999


@pytest.fixture(scope="module")
def program(json2):
    return json2("manager").call("recovery.program", "search", domain=[["code", "=", "CENTRE"]])[0]


@pytest.fixture(scope="module")
def service(json2):
    return json2("manager").call("recovery.service", "search", domain=[["code", "=", "IND"]])[0]


@pytest.fixture(scope="module")
def known(json2, program, service):
    """The file of a client whom the staff of the programme may see."""
    return build_file(json2("counsellor"), program, service, "731")


@pytest.fixture(scope="module")
def hidden(json2, program, service):
    """The file of a restricted client whom nobody but the manager may know of."""
    api = json2("manager")
    [manager] = api.call("res.users", "search", domain=[["login", "=", "manager"]])
    return build_file(
        api, program, service, "842", restricted=True, restricted_user_ids=[[6, 0, [manager]]],
    )


@pytest.fixture(scope="module")
def identities(dsn, known, hidden):
    """Names, phones, birth dates and e-mail addresses of all clients and relatives.

    Invented surnames are shared with the staff; a surname alone counts where no colleague bears it.
    """
    secrets = Secrets()
    colleagues = {
        word for (name,) in query(dsn, "SELECT name FROM res_partner UNION SELECT name FROM hr_employee")
        for word in fold(name or "").replace("-", " ").split()
    } | {"demo", "test", "testova"}
    rows = query(dsn, """
        SELECT first_name, last_name, birthdate::text, phone, phone_e164, email FROM recovery_client
    """)
    for first, last, birthdate, phone, phone_e164, email in rows:
        if first and last:
            secrets.add_name(first, last)
        secrets.add_word(*(word for word in fold(last or "").replace("-", " ").split() if word not in colleagues))
        secrets.add_phone(*filter(None, (phone, phone_e164)))
        secrets.dates.update(filter(None, [birthdate]))
        secrets.emails.update(filter(None, [email]))
    for name, phone in query(dsn, "SELECT related_name, related_phone FROM recovery_relation"):
        secrets.add_name(name or "", "")
        secrets.add_phone(*filter(None, [phone]))
    staff = {name for (name,) in query(dsn, "SELECT name FROM res_partner UNION SELECT name FROM hr_employee") if name}
    secrets.pairs -= {tuple(fold(name).split()[:2]) for name in staff}
    assert len(secrets.pairs) > 100
    assert len(secrets.dates) > 50
    assert len(secrets.phones) > 50
    assert len(secrets.words) > 2
    return secrets


def confidential(marker):
    """Words that only those who work with the file may read."""
    secrets = Secrets()
    secrets.add_word(f"Důvěrné{marker}", f"Rozhovor{marker}", f"Poznámka{marker}", f"Zavolat{marker}",
                     f"Příbuzná{marker}", f"Tajná{marker}")
    return secrets


@pytest.fixture(scope="module")
def traces(dsn, hidden):
    """Every word by which the restricted client could be known, the number of the code included."""
    [(code,)] = query(dsn, "SELECT code FROM recovery_client WHERE id = %s", hidden["recovery.client"])
    secrets = confidential("842")
    secrets.add_word(code, "Neprozrazená842", "Xymena842", "Přezdívka842")
    return secrets


@pytest.fixture(scope="module")
def models(dsn, identities):
    """Every model with rows, ours first; not the catalogue of modules, which Odoo ships and which is slow."""
    names = query(dsn, """
        SELECT m.model, c.relname
          FROM ir_model m JOIN pg_class c ON c.relname = REPLACE(m.model, '.', '_') AND c.relkind IN ('r', 'v')
         WHERE NOT m.transient AND m.model NOT LIKE 'ir.module%%'
    """)
    filled = [model for model, table in names if query(dsn, f'SELECT EXISTS (SELECT FROM "{table}")') == [(True,)]]
    assert set(FACTS) <= set(filled)
    return sorted(filled, key=lambda name: (not name.startswith("recovery."), name))


@pytest.fixture(scope="module")
def everything_read_by(json2, models, known, hidden):
    """everything_read_by("finance"): Evidence of all that a login can read, gathered once.

    Finance and outreach try every model of the database, the others ours and those that carry words.
    """
    ours = [model for model in models if model.startswith("recovery.") or model in CARRIERS]
    gathered = {}

    def read(login):
        if login not in gathered:
            gathered[login] = sweep(RawJson2(json2(login)), models if login in ("finance", "outreach") else ours)
            assert gathered[login].answers > 10
        return gathered[login]

    return read


# Names

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


# A restricted client

@pytest.mark.parametrize("login", [role for role in ROLES if role != "manager"])
def test_a_restricted_client_leaves_no_trace(login, everything_read_by, traces):
    assert everything_read_by(login).leaks(traces) == []


def test_the_search_finds_the_restricted_client_for_whoever_is_named(everything_read_by, traces):
    assert {secret for _kind, secret, _where in everything_read_by("manager").leaks(traces)} == traces.words


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
def test_facts_about_a_restricted_client_answer_like_facts_that_do_not_exist(model, json2, hidden):
    raw = RawJson2(json2("counsellor"))
    for method, arguments in [("read", {"fields": ["display_name"]}), ("web_read", {"specification": {"company_id": {}}}),
                              ("write", {"vals": {"company_id": 1}}), ("unlink", {})]:
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
    assert "842" not in answers[0]


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


# Methods and roles

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
    for model in (*FACTS, "recovery.access.log", "recovery.access.override", "recovery.encounter.amendment"):
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

    def rows():
        return [query(dsn, f"SELECT * FROM {model.replace('.', '_')} WHERE id = %s", known[model]) for model in FACTS] + [
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


# The access log

def log_lines(dsn, client, login):
    return query(dsn, """
        SELECT l.action, l.model FROM recovery_access_log l JOIN res_users u ON u.id = l.user_id
         WHERE l.client_id = %s AND u.login = %s ORDER BY l.id
    """, client, login)


FORGED = {"recovery_access_log_inside": True, "_inside": True, "su": True, "uid": 1, "tracking_disable": True,
          "mail_notrack": True, "prefetch_fields": False, "install_mode": True, "import_file": True, "no_log": True}


@pytest.mark.parametrize(("method", "arguments", "action"), [
    ("read", {"fields": ["last_name"]}, "open"),
    ("web_read", {"specification": {"last_name": {}}}, "open"),
    ("export_data", {"fields_to_export": ["last_name"]}, "export"),
])
@pytest.mark.parametrize("context", [{}, FORGED], ids=["plain", "forged"])
def test_reading_by_rpc_leaves_a_line_whatever_the_context(method, arguments, action, context, json2, dsn, program):
    api = json2("manager")
    [client] = json2("counsellor").call("recovery.client", "create", vals_list=[{
        "identity": "identified", "first_name": "Demo", "last_name": "Testová-Zalogovaná", "intake_program_id": program}])
    assert log_lines(dsn, client, "manager") == []
    api.call("recovery.client", method, ids=[client], context=context, **arguments)
    assert log_lines(dsn, client, "manager") == [(action, "recovery.client")]


def test_reading_through_another_record_leaves_a_line(json2, dsn, program):
    """The form of a programme could be used to read the files of its episodes."""
    api = json2("counsellor")
    [client] = api.call("recovery.client", "create", vals_list=[{
        "identity": "identified", "first_name": "Demo", "last_name": "Testová-Vnořenka", "intake_program_id": program}])
    [episode] = api.call("recovery.episode", "create", vals_list=[{"client_id": client, "program_id": program}])
    assert log_lines(dsn, client, "manager") == []
    json2("manager").call("recovery.program", "web_read", ids=[program], specification={
        "episode_ids": {"limit": 1, "fields": {"client_id": {"fields": {"last_name": {}, "phone": {}}}},
                        "order": "id desc"},
    })
    json2("manager").call("recovery.episode", "web_read", ids=[episode], specification={
        "client_id": {"fields": {"last_name": {}, "phone": {}}}})
    assert ("open", "recovery.episode") in log_lines(dsn, client, "manager")


def test_reading_by_xmlrpc_leaves_a_line(xmlrpc, json2, dsn, program):
    [client] = json2("counsellor").call("recovery.client", "create", vals_list=[{
        "identity": "identified", "first_name": "Demo", "last_name": "Testová-Xmlrpcová", "intake_program_id": program}])
    xmlrpc("manager").call("recovery.client", "read", [client], ["last_name"], context=FORGED)
    assert log_lines(dsn, client, "manager") == [("open", "recovery.client")]


def test_the_log_is_written_by_nobody_and_read_by_privacy_and_audit_alone(json2, known):
    values = [{"user_id": 1, "client_id": known["recovery.client"], "action": "open"}]
    for login in (*ROLES, "admin"):
        raw = RawJson2(json2(login))
        assert raw("recovery.access.log", "create", vals_list=values)[0] == 403, login
        expected = 200 if login in ("privacy", "auditor") else 403
        assert raw("recovery.access.log", "search_count", domain=[])[0] == expected, login


def test_names_stay_out_of_the_server_log(server, json2, program):
    """Also when the database refuses the values: an anonymous client with a phone, a code that is taken."""
    raw = RawJson2(json2("counsellor"))
    values = {"first_name": "Zapsaná", "last_name": "Vprotokolu-Testová", "phone": "+420 199 555 444",
              "intake_program_id": program, "identity": "identified", "is_distinct": True}
    assert raw("recovery.client", "create", vals_list=[{**values, "identity": "anonymous"}])[0] == 422
    assert raw("recovery.client", "create", vals_list=[{**values, "birth_year": 3}])[0] == 422
    assert raw("recovery.client", "create", vals_list=[{**values, "code": "RPC-TWICE"}] * 2)[0] == 422
    assert raw("recovery.client", "create", vals_list=[{**values, "phone": "555"}])[0] == 422
    log = server.log.read_text(errors="replace")
    assert log
    for secret in ("Vprotokolu", "Zapsaná", "199 555 444", "420199555444"):
        assert secret not in log

"""Reading a file by RPC leaves a line in the access log; names stay out of the log of the server."""
import pytest
from leaks import RawJson2
from probes import ROLES
from race import query


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

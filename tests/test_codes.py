"""Codes over JSON-2: two counters at once, and what a program is told."""
import pytest
from conftest import Json2Error
from race import meet, own_session, query

TOLD = {"first_name": "Norbert", "last_name": "Neexistující", "birthdate": "1979-03-04", "gender": "male"}
CODE = "NONE040379M"


@pytest.fixture(scope="module")
def program(json2):
    """The contact point, whose scheme builds codes."""
    return json2("outreach").call("recovery.program", "search", domain=[["code", "=", "CONTACT"]])[0]


def create(api, program, **told):
    return api.call("recovery.client", "create_with_code", values={**TOLD, **told}, program_id=program)


def test_two_counters_that_save_one_code_at_once_make_one_client(dsn, json2, program):
    counters = [own_session(json2(login)) for login in ("outreach", "house")]
    results = meet(
        dsn, [lambda api=api: create(api, program) for api in counters], "LOCK TABLE recovery_client IN SHARE MODE")
    errors = [result for result in results if isinstance(result, Exception)]
    assert len(errors) == 1, results
    assert isinstance(errors[0], Json2Error)
    assert errors[0].status == 422
    assert "Code" in errors[0].message
    assert query(dsn, "SELECT COUNT(*) FROM recovery_client WHERE code = %s", CODE) == [(1,)]


def test_program_is_told_who_it_is_and_nobody_reads_why(dsn, json2, program):
    api = json2("outreach")
    asked = api.call("recovery.client", "get_code_inputs", program_id=program)
    assert [row["name"] for row in asked["inputs"]][:2] == ["first_name", "last_name"]
    client = create(api, program, first_name="Nora", gender="female")
    built = api.call(
        "recovery.client", "build_code", values={**TOLD, "first_name": "NORA", "gender": "female"}, program_id=program)
    assert [(row["id"], row["same_person"]) for row in built["collisions"] if row["same_person"]] == [(client["id"], True)]
    [(stored,)] = query(dsn, "SELECT code_hash FROM recovery_client WHERE id = %s", client["id"])
    assert stored
    for login in ("outreach", "counsellor", "manager", "privacy", "auditor"):
        with pytest.raises(Json2Error) as refused:
            json2(login).call("recovery.client", "search_read", domain=[], fields=["code_hash"], limit=1)
        assert refused.value.status == 403
        with pytest.raises(Json2Error) as refused:
            json2(login).call("recovery.client", "search", domain=[["code_hash", "=like", "%"]])
        assert refused.value.status == 403

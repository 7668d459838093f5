"""A resident moves to a house of a partner organisation while somebody else does something with the same person.

Two companies of one database, with house staff of their own. Everything goes through the running server with real commits;
at the end plain SQL looks for a night with two beds, and for anything open there without a consent in force.
"""
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from conftest import WebSession
from race import meet, own_session, query, split
from race_records import get_today, refused

numbers = count(1)
CONSENT_ROW = "SELECT FROM recovery_consent WHERE id = %s FOR UPDATE"
# As CLIENT_LOCK in stay_claims.py: whoever gives a person a bed takes it.
CLIENT_LOCK = "SELECT pg_advisory_xact_lock(1937007993, %s)"
OVERLAPS = """
    SELECT one.id, other.id FROM recovery_stay one JOIN recovery_stay other
      ON other.id > one.id AND other.client_id = one.client_id
     AND daterange(one.date_from, one.date_to) && daterange(other.date_from, other.date_to)
   WHERE one.client_id = %s AND one.state <> 'cancelled' AND other.state <> 'cancelled'
"""
# What a company has open for a client of another one who does not agree to it today.
UNSHARED = """
    SELECT 'application', a.id FROM recovery_housing_application a JOIN recovery_client c ON c.id = a.client_id
     WHERE a.state IN ('applied', 'waiting', 'offered', 'accepted') AND {missing}
    UNION ALL SELECT 'offer', a.id FROM recovery_housing_offer a JOIN recovery_client c ON c.id = a.client_id
     WHERE a.state IN ('open', 'accepted') AND NOT EXISTS (
           SELECT FROM recovery_stay s WHERE s.id = a.stay_id AND s.state IN ('in', 'out')) AND {missing}
    UNION ALL SELECT 'reservation', a.id FROM recovery_stay a JOIN recovery_client c ON c.id = a.client_id
     WHERE a.state = 'reserved' AND {missing}
""".format(missing="""
    c.id = %(client)s AND a.company_id <> c.company_id AND NOT EXISTS (
        SELECT FROM recovery_consent k WHERE k.client_id = c.id AND k.sharing_company_id = a.company_id
           AND k.state = 'given' AND k.date_from <= CURRENT_DATE AND (k.date_to IS NULL OR k.date_to >= CURRENT_DATE))
""")


def day(days=0):
    return (get_today() + timedelta(days=days)).isoformat()


class Refusal(Exception):
    """What the web client would show, in the form of the other interface."""


class Worker:
    """A user of the partner with a session of their own."""

    def __init__(self, base_url, login):
        self.session = WebSession(base_url, login, login)

    def call(self, model, method, ids=None, **arguments):
        given = [ids] if ids is not None else [arguments.pop("vals_list")] if method == "create" else []
        answer = self.session.call_kw(model, method, *given, **arguments)
        if "error" in answer:
            raise Refusal(f"{answer['error']['data']['name']}: {answer['error']['data']['message']}")
        return answer.get("result")


@pytest.fixture(scope="module")
def administrator(json2):
    return own_session(json2("admin"))


def id_of(dsn, name):
    return query(dsn, "SELECT res_id FROM ir_model_data WHERE module || '.' || name = %s", name)[0][0]


@pytest.fixture(scope="module")
def partner(administrator, dsn, base_url):
    """Another organisation with a house and somebody who works in it: (company, its contact, house, worker)."""
    word = f"host{uuid4().hex[:6]}"
    [company] = administrator.call("res.company", "create", vals_list=[{"name": f"Demo partner {word}"}])
    contact = query(dsn, "SELECT partner_id FROM res_company WHERE id = %s", company)[0][0]
    groups = [id_of(dsn, name) for name in ("base.group_user", "recovery_care.group_house")]
    [user] = administrator.call("res.users", "create", vals_list=[{
        "name": "Demo host", "login": word, "password": word, "tz": "Europe/Prague", "group_ids": [[6, 0, groups]],
        "company_id": company, "company_ids": [[6, 0, [company]]],
    }], context={"no_reset_password": True})
    me = query(dsn, "SELECT id FROM res_users WHERE login = 'admin'")[0][0]
    administrator.call("res.users", "write", ids=[me], vals={"company_ids": [[4, company]]})
    within = {"allowed_company_ids": [company]}
    [employee] = administrator.call("hr.employee", "create", vals_list=[{
        "name": "Demo host", "user_id": user, "company_id": company,
    }], context=within)
    [program] = administrator.call("recovery.program", "create", vals_list=[{
        "name": "Demo partner", "code": word.upper(), "company_id": company, "employee_ids": [[6, 0, [employee]]],
    }], context=within)
    [house] = administrator.call("recovery.house", "create", vals_list=[{
        "name": "Demo partner house", "code": word.upper(), "program_id": program, "company_id": company,
        "kind": "community", "date_open": "2026-01-01",
    }], context=within)
    return company, contact, house, Worker(base_url, word)


@pytest.fixture
def bed_there(partner, administrator):
    company, _contact, house, _worker = partner
    [bed] = administrator.call(
        "recovery.bed", "create", vals_list=[{"name": f"Bed {next(numbers)}", "house_id": house}],
        context={"allowed_company_ids": [company]},
    )
    return bed


@pytest.fixture
def beds(manager, program):
    [house] = manager.call("recovery.house", "create", vals_list=[{
        "name": "Demo leaving", "code": f"LEAVE{uuid4().hex[:6]}", "program_id": program, "kind": "community",
        "date_open": "2026-01-01",
    }])
    return manager.call("recovery.bed", "create", vals_list=[{"name": name, "house_id": house} for name in ("A", "B")])


@pytest.fixture
def resident(manager, counsellor, program, beds):
    """Somebody who lives in the first of two beds: (client, stay)."""
    [client] = counsellor.call("recovery.client", "create", vals_list=[{
        "identity": "pseudonymous", "nickname": f"Demo Mover {next(numbers)}", "intake_program_id": program,
    }])
    [stay] = manager.call("recovery.stay", "create", vals_list=[{
        "client_id": client, "bed_id": beds[0], "date_from": day(-20), "state": "in",
    }])
    return client, stay


@pytest.fixture
def consent(manager, dsn, partner, resident):
    [found] = manager.call("recovery.consent", "create", vals_list=[{
        "client_id": resident[0], "purpose_id": id_of(dsn, "recovery_care.consent_purpose_partner"),
        "partner_id": partner[1], "date_from": day(-5), "state": "given",
    }])
    return found


@pytest.fixture
def application(manager, dsn, consent, partner, resident):
    manager.call("recovery.stay", "ask_partner_house", ids=[resident[1]], house_id=partner[2])
    [(found,)] = query(dsn, "SELECT id FROM recovery_housing_application WHERE from_stay_id = %s", resident[1])
    return found


def offering(worker, application, bed, start=0):
    return lambda: worker.call("recovery.housing.offer", "create", vals_list=[{
        "application_id": application, "bed_id": bed, "date_from": day(start),
    }])


def withdrawing(manager, consent):
    return lambda: manager.call("recovery.consent", "action_withdraw", ids=[consent])


def check(dsn, client):
    """Nobody has two beds on a night; nothing is open with the partner without a consent."""
    assert query(dsn, OVERLAPS, client) == []
    assert query(dsn, UNSHARED.replace("%(client)s", "%s"), client, client, client) == []


def told(error, *words):
    return isinstance(error, Refusal) and any(word in str(error) for word in words) or any(
        refused(error, word) for word in words if word in str(getattr(error, "message", ""))
    )


def test_an_offer_and_the_end_of_the_consent_at_once(dsn, manager, partner, resident, consent, application, bed_there):
    for error in split(meet(dsn, [
        offering(partner[3], application, bed_there), withdrawing(own_session(manager), consent),
    ], CONSENT_ROW, consent))[1]:
        assert told(error, "Client: ", "Application: ", "Application, bed: "), error
    check(dsn, resident[0])
    assert query(dsn, "SELECT state, date_to FROM recovery_stay WHERE id = %s", resident[1]) == [("in", None)]


def test_asked_while_the_consent_ends_nothing_is_left_there(dsn, manager, partner, resident, consent):
    for error in split(meet(dsn, [
        lambda: manager.call("recovery.stay", "ask_partner_house", ids=[resident[1]], house_id=partner[2]),
        withdrawing(own_session(manager), consent),
    ], CONSENT_ROW, consent))[1]:
        assert told(error, "House: ", "Client: "), error
    check(dsn, resident[0])


def test_checked_in_while_the_consent_ends_the_person_has_one_bed(
    dsn, manager, partner, resident, consent, application, bed_there,
):
    worker = partner[3]
    [offer] = offering(worker, application, bed_there)()
    worker.call("recovery.housing.offer", "action_accept", ids=[offer])
    [(stay,)] = query(dsn, "SELECT stay_id FROM recovery_housing_offer WHERE id = %s", offer)
    for error in split(meet(dsn, [
        lambda: worker.call("recovery.stay", "action_check_in", ids=[stay]), withdrawing(own_session(manager), consent),
    ], CONSENT_ROW, consent))[1]:
        assert told(error, "Client: ", "State: ", "State"), error
    check(dsn, resident[0])
    states = query(dsn, "SELECT state FROM recovery_stay WHERE client_id = %s AND state <> 'cancelled'", resident[0])
    assert sorted(states) in ([("in",)], [("in",), ("out",)])


def test_moved_here_and_checked_in_there_at_once_the_person_sleeps_in_one_bed(
    dsn, manager, partner, resident, consent, application, beds, bed_there,
):
    worker = partner[3]
    [offer] = offering(worker, application, bed_there)()
    worker.call("recovery.housing.offer", "action_accept", ids=[offer])
    [(stay,)] = query(dsn, "SELECT stay_id FROM recovery_housing_offer WHERE id = %s", offer)
    other = own_session(manager)
    results, errors = split(meet(dsn, [
        lambda: worker.call("recovery.stay", "action_check_in", ids=[stay]),
        lambda: other.call("recovery.stay", "write", ids=[resident[1]], vals={"date_to": day(30)}),
    ], CLIENT_LOCK, resident[0]))
    assert len(results) == 1
    assert told(errors[0], "Client: ", "Until: ", "State: ", "the stay is over"), errors
    check(dsn, resident[0])
    reserved = query(dsn, """
        SELECT COUNT(*) FROM recovery_stay WHERE client_id = %s AND state <> 'cancelled'
           AND date_from <= %s AND (date_to IS NULL OR date_to > %s)
    """, resident[0], day(), day())
    assert reserved == [(1,)]

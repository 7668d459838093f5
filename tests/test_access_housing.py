"""Life in a house, looked for with the logins of the demonstration: who reads what of whom.

A resident of the own programme, one of another programme of the company, a restricted one, and the eyes of another
company; over what can be read, what the screens of houses answer, what is printed, the ledger and the server's log.
"""
import pytest
from leaks import Evidence, RawJson2, Secrets, digits, shape
from probes import MISSING, NAMELESS, ROLES, of_the_person, sweep
from probes_housing import SAID, SAID_OF_HOUSE, day
from probes_screens import PAPERS, ask_incident_papers, ask_papers, ask_screens, provoke
from race import query

ELSEWHERE = ("hearth-manager", "riverbank-house")
LEDGER = ("account.move", "account.move.line", "account.analytic.line", "account.payment", "res.partner",
          "account.partial.reconcile", "maintenance.request", "mail.message", "mail.activity", "calendar.event")


def code_of(dsn, file):
    [(code,)] = query(dsn, "SELECT code FROM recovery_client WHERE id = %s", file["recovery.client"])
    return code


def names_of(marker):
    """Who a person is, whatever else may be known of them."""
    secrets = Secrets()
    secrets.add_word(f"Neprozrazená{marker}", f"Xymena{marker}", f"Příbuzná{marker}")
    secrets.phones.update(digits(f"+420 199 {marker} 32{last}") for last in (1, 2, 3))
    return secrets


@pytest.fixture(scope="session")
def asked(json2, web_session, known, hidden, apart):
    """asked("house"): Evidence of what screens, papers and refusals tell a login, by file."""
    gathered = {}

    def ask(login):
        if login not in gathered:
            raw, session = RawJson2(json2(login)), web_session(login)
            gathered[login] = [
                evidence for file in (known, hidden, apart)
                for evidence in (
                    ask_screens(raw, file), ask_papers(session, file), ask_incident_papers(raw, session, file),
                    provoke(raw, file),
                )
            ]
        return gathered[login]

    return ask


def leaks(found, secrets):
    return [leak for evidence in found for leak in evidence.leaks(secrets)]


@pytest.mark.parametrize("login", ROLES)
def test_each_role_reads_of_a_resident_what_it_needs_and_no_more(login, everything_read_by):
    """Both ways: a word that is missing where it may be read shows that the search is blind."""
    words = {f"{stem}731": roles for stem, roles in (SAID | SAID_OF_HOUSE).items()}
    secrets = Secrets()
    secrets.add_word(*words)
    read = {secret for _kind, secret, _where in everything_read_by(login).leaks(secrets)}
    assert read == {word for word, roles in words.items() if login in roles}


@pytest.mark.parametrize("login", ["outreach", "house"])
def test_residents_of_other_programmes_are_nobody(login, everything_read_by, asked):
    """But for the code, by which every employee may read the contact to whom invoices go."""
    secrets = of_the_person("953")
    secrets.add_word(*(f"{stem}953" for stem in SAID_OF_HOUSE))
    assert everything_read_by(login).leaks(secrets) == []
    assert leaks(asked(login), secrets) == []


@pytest.mark.parametrize("login", ELSEWHERE)
def test_other_companies_know_nobody(login, everything_read_by, asked):
    for marker in ("731", "842", "953"):
        secrets = of_the_person(marker)
        secrets.add_word(*(f"{stem}{marker}" for stem in SAID_OF_HOUSE))
        assert everything_read_by(login).leaks(secrets) == []
        assert leaks(asked(login), secrets) == []


@pytest.mark.parametrize("login", NAMELESS)
def test_screens_papers_and_refusals_name_nobody(login, asked, identities):
    assert leaks(asked(login), identities) == []


@pytest.mark.parametrize("login", [role for role in ROLES if role != "manager"])
def test_screens_papers_and_refusals_know_no_restricted_client(login, asked, traces):
    assert leaks(asked(login), traces) == []


def test_the_search_of_screens_finds_whom_somebody_may_see(asked, traces, dsn, known):
    """Were it blind, the tests above would prove nothing."""
    names = Secrets()
    names.add_word("Xymena731", "Neprozrazená731", code_of(dsn, known))
    assert {secret for _kind, secret, _where in leaks(asked("house"), names)} == names.words
    assert {"usneseni842", "xymena842"} <= {secret for _kind, secret, _where in leaks(asked("manager"), traces)}


def test_accounting_knows_residents_by_code_and_restricted_ones_not_at_all(json2, identities, traces, dsn, known, apart):
    """With the rights of an accountant: the one who posts invoices and entries of the three residents."""
    evidence = sweep(RawJson2(json2("admin")), LEDGER)
    assert evidence.leaks(identities) == []
    assert evidence.leaks(traces) == []
    codes = Secrets()
    codes.add_word(code_of(dsn, known), code_of(dsn, apart))
    assert {secret for _kind, secret, _where in evidence.leaks(codes)} == codes.words
    for marker in ("731", "953"):
        assert evidence.leaks(of_the_person(marker)) == []


def test_the_log_of_the_server_names_nobody(server, asked, everything_read_by):
    """After everybody has asked for everything, and was refused much of it."""
    for login in ("house", "counsellor", "finance"):
        assert everything_read_by(login).answers
        assert asked(login)
    evidence = Evidence()
    evidence.collect(("log",), server.log.read_text(encoding="utf-8", errors="replace"))
    assert evidence.kinds["words"]
    for marker in ("731", "842", "953"):
        secrets = of_the_person(marker)
        assert evidence.leaks(secrets) == []
        assert evidence.leaks(names_of(marker)) == []


# Records that are made about a resident through another record, which must answer like a missing one.
THROUGH = {
    "recovery.stay.leave": ("stay_id", "recovery.stay", {"start": f"{day()} 10:00:00", "stop": f"{day(1)} 10:00:00"}),
    "recovery.stay.item": ("stay_id", "recovery.stay", {"name": "?"}),
    "recovery.substance.test": ("stay_id", "recovery.stay", {"kind": "breath"}),
    "recovery.substance.test.line": ("test_id", "recovery.substance.test", {"substance_id": 1}),
    "recovery.house.rule.event": ("stay_id", "recovery.stay", {"kind": "agreement"}),
    "recovery.house.visit": ("stay_id", "recovery.stay", {"visitor_name": "?"}),
    "recovery.house.task.swap": ("duty_id", "recovery.house.task.duty", {"kind": "takeover"}),
    "recovery.house.log": ("amends_id", "recovery.house.log", {"body": "?"}),
    "recovery.housing.offer": ("application_id", "recovery.housing.application", {}),
    "recovery.stay.deposit": ("stay_id", "recovery.stay", {"amount": 5}),
    "recovery.stay.week": ("stay_id", "recovery.stay", {}),
    "recovery.stay.move": ("stay_id", "recovery.stay", {}),
    "recovery.stay.check.out": ("stay_id", "recovery.stay", {}),
    "recovery.stay.ask.partner": ("stay_id", "recovery.stay", {}),
}


@pytest.mark.parametrize("model", THROUGH)
def test_nothing_is_made_through_a_record_of_a_restricted_client(model, json2, hidden, known):
    raw = RawJson2(json2("house"))
    field, of, values = THROUGH[model]
    values = {**values, **({"house_id": known["house"]} if model == "recovery.house.log" else {}),
              **({"other_stay_id": known["neighbour_stay"]} if model == "recovery.house.task.swap" else {}),
              **({"bed_id": known["offered"]} if model == "recovery.housing.offer" else {})}
    answers = [raw(model, "create", vals_list=[{**values, field: number}]) for number in (hidden[of], MISSING)]
    assert answers[0][0] == answers[1][0], (model, answers)
    assert shape(answers[0][1], hidden[of]) == shape(answers[1][1], MISSING)


@pytest.mark.parametrize("report", [report for report, of in PAPERS.items() if of.startswith("recovery.")])
def test_a_paper_about_a_restricted_client_is_answered_like_one_about_nobody(report, web_session, hidden):
    """Houses, nights and meetings are no secret; what is printed of them is looked through above."""
    for login in ("house", "counsellor", "finance"):
        numbers = (hidden[PAPERS[report]], MISSING)
        answers = [web_session(login).get(f"/report/html/{report}/{number}") for number in numbers]
        assert answers[0].status_code == answers[1].status_code, login
        texts = [last_words(answer.text, number) for answer, number in zip(answers, numbers, strict=True)]
        assert texts[0] == texts[1]


def last_words(page, number):
    """What a page of an error says, without the stack."""
    return [shape(line.strip(), number) for line in page.splitlines() if "Error" in line and "File" not in line]


@pytest.mark.parametrize("login", [role for role in ROLES if role != "manager"] + list(ELSEWHERE))
def test_the_picture_of_a_restricted_stay_is_answered_like_a_missing_one(login, web_session, hidden):
    session = web_session(login)
    for address in ("/web/image/{model}/{number}/image_1920", "/web/content/{model}/{number}/image_1920"):
        secret, absent = (
            session.get(address.format(model="recovery.house.photo", number=number))
            for number in (hidden["recovery.house.photo"], MISSING)
        )
        assert secret.status_code == absent.status_code
        assert (secret.content == absent.content) or secret.status_code == 404


def test_whoever_is_named_gets_the_picture(web_session, hidden):
    """Were the address wrong, the test above would prove nothing."""
    number = hidden["recovery.house.photo"]
    answers = [web_session("manager").get(f"/web/image/recovery.house.photo/{one}/image_1920") for one in (number, MISSING)]
    assert answers[0].status_code == 200
    assert answers[0].content != answers[1].content

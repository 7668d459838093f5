"""Files of clients, the secrets in them, and all that each login can read; for the tests of access."""
import pytest
from leaks import RawJson2, Secrets, fold
from probes import CARRIERS, FACTS, build_file, of_the_person, sweep
from race import query


@pytest.fixture(scope="session")
def home(json2):
    """A programme in which people live, with street workers and house staff beside those of the others."""
    admin = json2("admin")
    logins = ["outreach", "house", "counsellor", "manager"]
    staff = admin.call("hr.employee", "search", domain=[["user_id.login", "in", logins]])
    assert len(staff) == len(logins)
    [found] = admin.call("recovery.program", "create", vals_list=[
        {"name": "Demo homes", "code": "PROBES", "modality": "residential", "employee_ids": [[6, 0, staff]]}])
    return found


@pytest.fixture(scope="session")
def known(json2, program, home, service):
    """The file of a client whom the staff of the programmes may see."""
    return build_file(json2("counsellor"), json2("manager"), json2("admin"), program, home, service, "731")


@pytest.fixture(scope="session")
def apart(json2, program, service):
    """The file of a client who lives in a programme in which neither street workers nor house staff work."""
    return build_file(json2("counsellor"), json2("manager"), json2("admin"), program, program, service, "953")


@pytest.fixture(scope="session")
def hidden(json2, program, home, service):
    """The file of a restricted client whom nobody but the manager may know of."""
    api = json2("manager")
    [manager] = api.call("res.users", "search", domain=[["login", "=", "manager"]])
    return build_file(
        api, api, json2("admin"), program, home, service, "842", restricted=True, restricted_user_ids=[[6, 0, [manager]]],
    )


@pytest.fixture(scope="session")
def identities(dsn, known, hidden, apart):
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


@pytest.fixture(scope="session")
def traces(dsn, hidden):
    """Every word by which the restricted client could be known, the number of the code included."""
    [(code,)] = query(dsn, "SELECT code FROM recovery_client WHERE id = %s", hidden["recovery.client"])
    secrets = of_the_person("842")
    secrets.add_word(code)
    return secrets


@pytest.fixture(scope="session")
def models(dsn, identities):
    """Every model with rows, ours first; not the catalogue of modules, which Odoo ships and which is slow."""
    names = query(dsn, """
        SELECT m.model, c.relname
          FROM ir_model m JOIN pg_class c ON c.relname = REPLACE(m.model, '.', '_') AND c.relkind IN ('r', 'v')
         WHERE NOT m.transient AND m.model NOT LIKE 'ir.module%%'
    """)
    filled = [model for model, table in names if query(dsn, f'SELECT EXISTS (SELECT FROM "{table}")') == [(True,)]]
    # Arrears are computed from fees and have no table.
    assert set(FACTS) - set(filled) == {"recovery.fee.arrears"}
    return sorted([*filled, "recovery.fee.arrears"], key=lambda name: (not name.startswith("recovery."), name))


@pytest.fixture(scope="session")
def everything_read_by(json2, models, known, hidden, apart):
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

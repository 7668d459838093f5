"""The import templates, filled in and uploaded as a worker would do it, through the server's own import."""
import io
import itertools
import time
from datetime import date, timedelta

import openpyxl
import pytest
from race import query

SHEETS = {"recovery.client": "clients", "recovery.episode": "episodes", "recovery.encounter": "encounters",
          "recovery.ors": "ors"}
numbers = itertools.count(1)


class Import:
    """One upload: the template of a model with rows of its own, or as it comes."""

    def __init__(self, session, model, rows):
        self.session, self.model = session, model
        answer = session.call_kw(model, "get_import_templates")["result"]
        template = session.get(answer[0]["template"])
        assert template.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(template.content))
        sheet = book.worksheets[0]
        self.columns = [cell.value for cell in sheet[1]]
        if rows:
            sheet.delete_rows(2, sheet.max_row)
        for row in rows:
            assert row.keys() <= set(self.columns), row.keys() - set(self.columns)
            sheet.append([row.get(column) for column in self.columns])
        content = io.BytesIO()
        book.save(content)
        self._upload(content.getvalue())

    def _upload(self, content):
        self.wizard = self.session.call_kw("base_import.import", "create", {"res_model": self.model})["result"]
        token = self.session.get("/odoo").text.split('csrf_token: "', 1)[1].split('"', 1)[0]
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        answer = self.session.post("/base_import/set_file", data={"csrf_token": token, "id": self.wizard},
                                   files={"ufile": (f"{SHEETS[self.model]}.xlsx", content, kind)})
        assert answer.status_code == 200, answer.text
        options = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8"}
        self.preview = self.session.call_kw("base_import.import", "parse_preview", self.wizard, options)["result"]
        assert "error" not in self.preview, self.preview
        self.options = {**options, **self.preview["options"], "limit": 2000, "skip": 0}

    def matched(self):
        """Return {column: field} as the server proposes it without anybody's help."""
        return {
            self.columns[int(place)]: "/".join(path) for place, path in self.preview["matches"].items() if path
        }

    def run(self, dryrun=False):
        """Return (ids, messages) of the import with the columns that the server matched."""
        fields = [self.matched().get(column, False) for column in self.columns]
        answer = self.session.call_kw(
            "base_import.import", "execute_import", self.wizard, fields, self.columns, self.options, dryrun=dryrun)
        assert "result" in answer, answer
        return answer["result"]["ids"], answer["result"]["messages"]


@pytest.fixture
def session(web_session):
    return web_session("counsellor")


def code():
    return f"IMP-{time.time():.0f}-{next(numbers):03}"


def person(**values):
    return {"code": code(), "identity": "pseudonymous", "nickname": "Demo Import", "gender": "other",
            "intake_program_id": "CENTRE", **values}


def count(dsn, model, codes):
    column = "code" if model == "recovery.client" else "(SELECT code FROM recovery_client c WHERE c.id = t.client_id)"
    return query(dsn, f"SELECT COUNT(*) FROM {model.replace('.', '_')} t WHERE {column} = ANY(%s)", codes)[0][0]


def imported(session, model, rows):
    ids, messages = Import(session, model, rows).run()
    assert messages == []
    assert ids
    return ids


@pytest.fixture
def client(session):
    """The code of an imported client."""
    row = person()
    imported(session, "recovery.client", [row])
    return row["code"]


@pytest.mark.parametrize("model", SHEETS)
def test_the_template_matches_all_its_columns_by_itself(model, web_session):
    upload = Import(web_session("manager"), model, [])
    assert upload.matched() == {column: column for column in upload.columns}


@pytest.mark.parametrize("login", ["counsellor", "manager"])
def test_a_good_batch_of_clients(login, web_session, dsn):
    session = web_session(login)
    rows = [person(), person(identity="identified", first_name="Demo", last_name="Testová", nickname=None,
                             birthdate=date(1987, 5, 14), phone="+420 199 776 444", is_distinct=1)]
    imported(session, "recovery.client", rows)
    [(program, birth_year, last_name)] = query(dsn, """
        SELECT p.code, c.birth_year, c.last_name FROM recovery_client c JOIN recovery_program p ON p.id = c.intake_program_id
         WHERE c.code = %s
    """, rows[1]["code"])
    assert (program, birth_year, last_name) == ("CENTRE", 1987, "Testová")


def test_a_good_batch_of_everything_that_follows(session, dsn, client):
    imported(session, "recovery.episode", [{
        "client_id": client, "program_id": "CENTRE", "role": "client", "state": "closed", "date_applied": date(2025, 1, 8),
        "date_start": date(2025, 1, 15), "date_end": date(2025, 11, 28), "end_reason": "completed"}])
    [(staff,)] = query(dsn, "SELECT name FROM hr_employee WHERE work_email = 'counsellor@crossroads.example'")
    imported(session, "recovery.encounter", [
        {"date_start": "2025-02-03 09:00:00", "minutes": 60, "program_id": "CENTRE", "employee_ids": staff,
         "place": "centre", "state": "done", "delivery_ids/client_id": client, "delivery_ids/service_id": "IND",
         "delivery_ids/minutes": 40},
        {"delivery_ids/client_id": client, "delivery_ids/service_id": "SOC", "delivery_ids/minutes": 20},
    ])
    imported(session, "recovery.ors", [{
        "client_id": client, "date": date(2025, 2, 3), "individual": 4.2, "interpersonal": 3.8, "social": 5, "overall": 4.1,
        "version": "ors", "rater": "self", "administered": "paper", "program_id": "CENTRE"}])
    assert query(dsn, """
        SELECT e.state, e.ors_first::float, e.ors_count, (SELECT SUM(minutes) FROM recovery_delivery d
               WHERE d.episode_id = e.id AND d.state = 'done')
          FROM recovery_episode e JOIN recovery_client c ON c.id = e.client_id WHERE c.code = %s
    """, client) == [("closed", 17.1, 1, 60)]


BAD_CLIENTS = [
    ("phone", {"phone": "55", "identity": "identified", "first_name": "Demo"}, "Phone"),
    ("birth date", {"birthdate": date(2090, 1, 1), "identity": "identified", "first_name": "Demo"}, "Birth date"),
    ("identity", {"identity": "known"}, "Identity"),
    ("anonymous", {"identity": "anonymous", "phone": "+420 199 444 333"}, "Identity"),
    ("no name", {"identity": "identified", "nickname": None}, "Name"),
    ("programme", {"intake_program_id": "NOWHERE"}, "First met in"),
    ("gender", {"gender": "x"}, "Gender"),
    ("birth year", {"birth_year": 19}, "Birth year"),
]


@pytest.mark.parametrize(("values", "field"), [row[1:] for row in BAD_CLIENTS], ids=[row[0] for row in BAD_CLIENTS])
@pytest.mark.parametrize("dryrun", [True, False], ids=["test", "import"])
def test_a_wrong_row_is_reported_by_line_and_field_and_saves_nothing(values, field, dryrun, session, dsn):
    rows = [person(), person(), person(**values), person()]
    ids, messages = Import(session, "recovery.client", rows).run(dryrun)
    assert not ids
    assert count(dsn, "recovery.client", [row["code"] for row in rows]) == 0
    errors = [message for message in messages if message["type"] == "error"]
    assert errors
    # Lines of the sheet with its heading, counted from 0; the screen adds 1.
    assert {(message["rows"]["from"], message["rows"]["to"]) for message in errors} == {(3, 3)}
    assert any(field in message.get("field_name", "") or field in message["message"] for message in errors), errors


BAD_FACTS = [
    ("rating above ten", "recovery.ors", {"individual": 12}, "Rating"),
    ("rating and reason", "recovery.ors", {"skipped_reason": "refused"}, "Rating"),
    ("unknown client", "recovery.ors", {"client_id": "NOBODY"}, "Client"),
    ("rating to come", "recovery.ors", {"date": date.today() + timedelta(days=30)}, "Date"),
    ("end without reason", "recovery.episode", {"end_reason": None}, "End"),
    ("end before start", "recovery.episode", {"date_end": date(2024, 1, 1)}, "End"),
    ("programme", "recovery.episode", {"program_id": "NOWHERE"}, "Programme"),
]
GOOD_FACTS = {
    "recovery.ors": {"date": date(2025, 2, 3), "individual": 4, "interpersonal": 4, "social": 4, "overall": 4,
                     "version": "ors", "rater": "self", "administered": "paper", "program_id": "CENTRE"},
    "recovery.episode": {"program_id": "CENTRE", "role": "client", "state": "closed", "date_applied": date(2025, 1, 8),
                         "date_start": date(2025, 1, 15), "date_end": date(2025, 11, 28), "end_reason": "completed"},
}


@pytest.mark.parametrize(("model", "values", "field"), [row[1:] for row in BAD_FACTS], ids=[row[0] for row in BAD_FACTS])
def test_wrong_facts_are_reported_by_line_and_field_and_save_nothing(model, values, field, session, dsn, client):
    good = {"client_id": client, **GOOD_FACTS[model]}
    ids, messages = Import(session, model, [good, {**good, **values}]).run()
    assert not ids
    assert count(dsn, model, [client]) == 0
    errors = [message for message in messages if message["type"] == "error"]
    assert errors
    assert {message["record"] for message in errors} == {3}
    assert all(field in message.get("field_name", "") or field in message["message"] for message in errors), errors


def test_a_client_out_of_scope_cannot_be_named_in_an_import(web_session, json2, dsn):
    """The code of a restricted client is answered like one that nobody has."""
    api = json2("manager")
    [program] = api.call("recovery.program", "search", domain=[["code", "=", "CENTRE"]])
    [hidden] = api.call("recovery.client", "create", vals_list=[{
        "identity": "pseudonymous", "nickname": "Demo Hidden", "code": code(), "restricted": True,
        "intake_program_id": program}])
    [(secret,)] = query(dsn, "SELECT code FROM recovery_client WHERE id = %s", hidden)
    answers = []
    for name in (secret, "NOBODY-01"):
        _ids, messages = Import(web_session("counsellor"), "recovery.episode", [
            {"client_id": name, **GOOD_FACTS["recovery.episode"]}]).run()
        answers.append([(message["type"], message["message"].replace(name, "#")) for message in messages])
    assert answers[0] == answers[1]
    assert answers[0]

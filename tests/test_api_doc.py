"""docs/api.md against the running program: what it names exists, what the contract promises is named, examples run."""
import json
import re
from pathlib import Path

import pytest
import requests
from openpyxl import load_workbook
from race import query

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "api.md").read_text()

# The contract: what other programs may rely on. A field may be added here, never taken away.
CONTRACT = {
    "recovery.client": """code identity first_name last_name nickname birthdate birth_year gender phone email language
        district_id country_id restricted active partner_id""",
    "recovery.consent": "client_id purpose_id partner_id state date_from date_to date_withdrawn document signature",
    "recovery.relation": """client_id related_client_id related_name related_phone kind is_emergency_contact
        shares_household is_dependent contact_allowed""",
    "recovery.district": "name state_id parent_id",
    "recovery.substance.use": "substance_id is_primary route frequency age_first_use date_last_use injecting",
    "recovery.program": """name code modality duration_months followup_months employee_ids service_ids district_ids
        ors_required""",
    "recovery.program.phase": "month_from month_to contact_every_days",
    "recovery.episode": """client_id program_id role for_client_id state date_start date_planned_end date_end end_reason
        keyworker_id team_ids ever_treated referral_source phase_id next_contact_due ors_first ors_last ors_change
        ors_result""",
    "recovery.service": "code name kind default_minutes client_required",
    "recovery.encounter": "date_start minutes program_id employee_ids place district_id state delivery_ids",
    "recovery.delivery": """encounter_id client_id episode_id service_id program_id date minutes quantity headcount""",
    "recovery.note": "client_id encounter_id body audience author_id",
    "recovery.ors": """client_id episode_id encounter_id date individual interpersonal social overall total version
        administered skipped_reason""",
    "recovery.situation": """client_id episode_id date moment has_id_card labour_office benefits employed other_services
        housing debts prosecution living_with education labour_status""",
    "recovery.access.log": "user_id client_id date action model reason",
    "recovery.house": """name code kind company_id address program_id employee_ids gender_policy capacity date_open
        date_close""",
    "recovery.room": "name house_id bed_ids",
    "recovery.bed": "name room_id house_id state stay_ids",
    "recovery.house.photo": "house_id room_id bed_id stay_id stay_item_id image_1920 caption date user_id kind moment",
    "recovery.bed.outage": "bed_id date_from date_to reason",
    "recovery.housing.application": "client_id house_id kind state priority date_applied decision_reason",
    "recovery.housing.offer": "application_id bed_id date_from date_expiry state",
    "recovery.stay": """client_id episode_id bed_id house_id state date_from date_to exit_reason exit_destination
        monthly_fee deposit""",
    "recovery.stay.leave": "stay_id start stop state reason returned",
    "recovery.night": "house_id date state guest_ids refusal_ids passage_ids",
    "recovery.night.guest": "night_id client_id headcount bed_id arrived left",
    "recovery.night.refusal": "night_id client_id headcount reason",
    "recovery.night.passage": "night_id direction persons",
    "recovery.substance.test": "client_id stay_id kind taken_on value unit result state",
    "recovery.substance.test.line": "test_id substance_id finding",
    "recovery.house.incident": "house_id date kind level state person_ids notice_ids description measures",
    "recovery.house.incident.person": "incident_id client_id role",
    "recovery.house.incident.step": "incident_id kind_id name user_id deadline state done_on done_by_id result drop_reason",
    "recovery.house.rule.event": "stay_id kind rule_id step date state details conditions",
    "recovery.house.task": "name house_id minutes people",
    "recovery.house.task.duty": "task_id stay_id date state",
    "recovery.house.meeting": "house_id date_start minutes state attendance_ids decision_ids body",
    "recovery.house.meeting.attendance": "meeting_id stay_id state",
    "recovery.house.visit": "stay_id visitor_name start stop state",
    "recovery.house.log": "house_id client_id date body author_id",
    "recovery.tenancy": "client_id holder address landlord date_from date_to rent deposit",
    "recovery.client.income": "client_id source date_from amount",
    "recovery.client.debt": "client_id kind creditor date_from amount",
    "recovery.fee.plan": "name applies_to house_id date_from date_to basis amount prorata payer_ids",
    "recovery.fee.plan.payer": "plan_id payer partner_id method value cap",
    "recovery.fee": "stay_id period amount share_ids state",
    "recovery.fee.share": "fee_id payer partner_id amount amount_open move_name move_state payment_state",
    "recovery.fee.run": "period house_ids state progress",
    "recovery.stay.deposit": "stay_id kind date amount state",
    "recovery.repayment.plan": "client_id state share_ids amount instalment_ids",
    "recovery.repayment.instalment": "plan_id date_due amount state",
    "recovery.grant": """name code funder_id call state date_start date_end currency_id amount exclusive program_ids
        house_ids analytic_account_id responsible_id""",
    "recovery.grant.position": "job_id employee_id fte date_start date_end",
    "recovery.attribution": "grant_id delivery_id stay_id origin exclusive",
    "recovery.indicator": "code name measure unit min_hours min_change",
    "recovery.grant.indicator": "grant_id indicator_id target value progress",
    "recovery.report": "grant_id date_from date_to state line_ids file_xlsx file_pdf",
    "recovery.report.line": "target value value_now correction",
}


def sections():
    """Return {model: text of its section}."""
    parts = re.split(r"^### (recovery\.[\w.]+)$|^## .*$", TEXT, flags=re.MULTILINE)
    return {name: text for name, text in zip(parts[1::2], parts[2::2], strict=True) if name}


def fields_of(section):
    """Return {field: type as written} of the field table."""
    table = section.partition("| Field |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([\w, ]+) \| (\w+) \|", table, re.MULTILINE)
    return {name.strip(): kind for names, kind in rows for name in names.split(",")}


def methods_of(section):
    table = section.partition("| Method |")[2].partition("\n\n")[0]
    return re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)))


@pytest.fixture(scope="module")
def registry(dsn):
    """Return {model: {field: (type, related model, selection values)}} of our models that have a table."""
    found = {}
    for model, name, kind, relation, values in query(dsn, """
        SELECT f.model, f.name, f.ttype, f.relation,
               (SELECT ARRAY_AGG(s.value) FROM ir_model_fields_selection s WHERE s.field_id = f.id)
          FROM ir_model_fields f JOIN ir_model m ON m.id = f.model_id
         WHERE m.model LIKE 'recovery.%%' AND NOT m.transient AND NOT m.abstract
    """):
        found.setdefault(model, {})[name] = (kind, relation, values or [])
    return found


def test_every_model_has_its_section_and_no_section_is_of_another_time(registry):
    assert set(sections()) == set(registry)


def test_every_row_about_fields_can_be_read():
    """A row in another form would be passed over by the tests below."""
    row = re.compile(r"^\| [a-z]\w*(, \w+)* \| \w+ \| .*\|$")
    unread = [
        (model, line) for model, section in sections().items()
        for line in section.partition("| Field |")[2].partition("\n\n")[0].splitlines()[2:] if not row.match(line)
    ]
    assert unread == []


def test_every_field_named_exists_with_its_type(registry):
    wrong = [
        (model, name, kind, registry[model].get(name, (None,))[0])
        for model, section in sections().items() for name, kind in fields_of(section).items()
        if registry[model].get(name, (None,))[0] != kind
    ]
    assert wrong == []


def test_every_field_of_the_contract_exists_and_is_named(registry):
    for model, names in CONTRACT.items():
        assert set(names.split()) <= set(registry[model]), model
        assert set(names.split()) <= set(fields_of(sections()[model])), model


def test_every_value_and_model_named_beside_a_field_is_right(registry):
    for model, section in sections().items():
        for names, kind, meaning in re.findall(r"^\| ([\w, ]+) \| (\w+) \| (.*) \|$", section, re.MULTILINE):
            name = names.split(",")[0].strip()
            _kind, relation, values = registry[model].get(name, ("", "", []))
            if kind == "selection" and values:
                assert set(re.findall(r"`(\w+)`", meaning)) <= set(values), (model, name)
            if kind in ("many2one", "one2many") and "." in meaning:
                assert relation in meaning, (model, name)


def test_every_state_a_client_must_know_is_named(registry):
    """Of selections that are listed, none of the values is left out."""
    for model, section in sections().items():
        for names, meaning in re.findall(r"^\| ([\w, ]+) \| selection \| (.*) \|$", section, re.MULTILINE):
            listed = set(re.findall(r"`(\w+)`", meaning))
            values = registry[model][names.split(",")[0].strip()][2]
            if listed and values:
                assert listed == set(values), (model, names)


def test_every_method_named_can_be_called(json2):
    """The server knows it as public: it refuses a missing argument or record, not the method."""
    for model, section in sections().items():
        for method in methods_of(section):
            answer = json2("auditor").session.post(
                f"{json2('auditor').base_url}/json/2/{model}/{method}", json={"ids": [99999999], "no_such_argument": 1})
            assert answer.status_code == 422, (model, method, answer.text[:300])
            assert re.search("no_such_argument|missing a required argument|with ids", answer.text), (model, method)


def test_the_import_columns_are_those_of_the_templates():
    rows = dict(re.findall(r"^\| (recovery\.\w+) \| ((?:`[\w/]+`(?:, )?)+) \|$", TEXT, re.MULTILINE))
    files = {"recovery.client": "clients", "recovery.episode": "episodes", "recovery.encounter": "encounters",
             "recovery.ors": "ors"}
    for model, name in files.items():
        sheet = load_workbook(ROOT / "addons" / "recovery_care" / "static" / "import" / f"{name}.xlsx").worksheets[0]
        header = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
        assert re.findall(r"`([\w/]+)`", rows[model]) == header, model


def test_the_json2_example_runs(json2, base_url, db_name, capsys):
    api = json2("counsellor")
    example = re.search(r"## JSON-2.*?```python\n(.*?)```", TEXT, re.DOTALL)[1]
    key = api.session.headers["Authorization"].removeprefix("bearer ")
    exec(compile(example, "docs/api.md", "exec"), {"URL": base_url, "KEY": key, "DATABASE": db_name})
    assert capsys.readouterr().out.strip() == "17.1"


def test_the_xmlrpc_example_runs(base_url, db_name):
    example = re.search(r"## XML-RPC.*?```python\n(.*?)```", TEXT, re.DOTALL)[1]
    names = {"URL": base_url, "KEY": "counsellor", "LOGIN": "counsellor", "DATABASE": db_name}
    exec(compile(example, "docs/api.md", "exec"), names)
    assert names["due"]
    assert all(row["next_contact_due"] < "2026-12-31" for row in names["due"])


@pytest.mark.parametrize(("status", "key", "path", "body"), [
    (401, "wrong", "recovery.client/search", {"domain": []}),
    (403, None, "recovery.client/_find_duplicates", {}),
    (403, None, "recovery.grant/search", {"domain": []}),
    (404, None, "recovery.nothing/search", {}),
    (404, None, "recovery.client/no_such_method", {}),
    (404, None, "recovery.client/get_ors_chart", {"ids": [99999999]}),
    (422, None, "recovery.client/create", {"vals_list": [{"identity": "pseudonymous", "birth_year": 99}]}),
])
def test_the_statuses_are_those_of_the_table(status, key, path, body, json2, base_url, db_name):
    authorization = f"bearer {key}" if key else json2("outreach").session.headers["Authorization"]
    if "get_ors_chart" in path:
        authorization = json2("counsellor").session.headers["Authorization"]
    answer = requests.post(f"{base_url}/json/2/{path}", data=json.dumps(body), timeout=60, headers={
        "Authorization": authorization, "X-Odoo-Database": db_name, "Content-Type": "application/json"})
    assert answer.status_code == status, answer.text[:300]
    assert f"| {status} |" in TEXT

import base64
import io
import json

import openpyxl
from odoo.exceptions import AccessError, MissingError
from odoo.tests import tagged

from .common import ReportingCase

SECRETS = (
    "Łukasz", "Testový", "Lukin", "601000001", "Testová", "Otha", "Restricted", "Testowska", "Resta",
)
MODELS = (
    "recovery.grant", "recovery.grant.position", "recovery.grant.rule", "recovery.grant.indicator",
    "recovery.attribution", "recovery.indicator", "recovery.report", "recovery.report.line", "recovery.report.evidence",
)


@tagged("post_install", "-at_install")
class TestFinanceCodes(ReportingCase):
    """Finance works with codes and never meets a name, nor a restricted person, in anything of this add-on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for measure in ("persons_supported", "share_improved_ors", "contacts", "hours", "interventions"):
            cls.new_indicator(measure, target=3)
        cls.rate_course(cls.episode, [10, 20])
        cls.delivery = cls.done(cls.own, cls.client)
        cls.done(cls.other, cls.client_other)
        cls.hidden = cls.done(cls.own, cls.client_restricted)
        cls.env["recovery.note"].create({
            "client_id": cls.client.id, "program_id": cls.own.id, "company_id": cls.company.id, "body": "Testový spoke",
        })
        cls.grant._attribute()
        cls.report = cls.env["recovery.report"].with_user(cls.finance).create({
            "grant_id": cls.grant.id, "date_from": cls.start, "date_to": cls.today,
        })
        cls.report.action_freeze()
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()
        self.as_finance = self.env(user=self.finance)

    def _assert_no_secret(self, text, where):
        for secret in (*SECRETS, self.client_restricted.code):
            self.assertNotIn(secret, text, where)

    def test_names_are_really_there_to_be_found(self):
        self.assertIn("Testový", self.client.with_user(self.counsellor).display_name)

    def test_reading_and_exporting_every_field_of_every_record(self):
        for model in MODELS:
            Model = self.as_finance[model]
            records = Model.search([])
            self.assertTrue(records, model) if model != "recovery.grant.position" else None
            read = records.read()
            for row in read:
                row.pop("file_xlsx", None)
            self._assert_no_secret(str(read), model)
            exportable = [
                name for name, field in Model.fields_get().items()
                if field.get("exportable", True) and field["type"] not in ("binary", "one2many", "many2many")
            ]
            self._assert_no_secret(str(records.export_data(exportable)["datas"]), model)
            self._assert_no_secret(str(Model.name_search("")), model)

    def test_screen_and_figures(self):
        grant = self.grant.with_env(self.as_finance)
        self._assert_no_secret(json.dumps(grant.get_dashboard()), "dashboard")
        self._assert_no_secret(json.dumps(grant.get_corrections()), "corrections")
        for line in (*grant.indicator_ids, *self.report.line_ids):
            for method in ("action_open_records", "action_open_records_now"):
                if not hasattr(line, method):
                    continue
                action = getattr(line, method)()
                found = self.as_finance[action["res_model"]].search(action["domain"])
                self.assertTrue(found)
                self._assert_no_secret(str(action) + str(found.read()), line.name)
                listed = found.web_search_read(action["domain"], {"display_name": {}})
                self._assert_no_secret(str(listed), line.name)

    def test_grouping_the_attribution(self):
        Attribution = self.as_finance["recovery.attribution"]
        self.assertEqual(Attribution.search_count([]), 2)
        groups = Attribution.formatted_read_group([], ["delivery_id", "encounter_id"], ["__count"])
        self._assert_no_secret(str(groups), "groups")
        self.assertEqual(sum(group["__count"] for group in groups), 2)

    def test_names_cannot_be_asked_for_through_a_claim_or_evidence(self):
        for model, path in (
            ("recovery.attribution", "delivery_id.client_id"), ("recovery.report.evidence", "client_id"),
            ("recovery.grant", "attribution_ids.delivery_id.client_id"),
        ):
            for name in ("last_name", "nickname", "birthdate", "phone"):
                with self.subTest(model=model, field=name), self.assertRaises(AccessError):
                    self.as_finance[model].search([(f"{path}.{name}", "!=", False)])

    def test_restricted_person_does_not_exist_by_id(self):
        row = self.env["recovery.attribution"].search([("delivery_id", "=", self.hidden.id)])
        evidence = self.env["recovery.report.evidence"].search([("client_id", "=", self.client_restricted.id)])
        self.assertTrue(row and evidence)
        for record in (row, evidence[0]):
            record = record.with_user(self.finance)
            with self.subTest(model=record._name):
                self.env.invalidate_all()
                with self.assertRaises(MissingError):
                    record.check_access("read")
                self.assertEqual(record.read(["display_name"]), [])
                self.assertFalse(record.search([("id", "=", record.id)]))

    def test_file_holds_codes_only(self):
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(self.report.file_xlsx)))
        text = str([list(row) for sheet in book for row in sheet.iter_rows(values_only=True)])
        self._assert_no_secret(text, "XLSX")
        self.assertIn(self.client.code, text)
        self.assertNotIn("spoke", text)

    def test_messages_others_follow_hold_no_code(self):
        text = " ".join(self.grant.message_ids.mapped(lambda message: str(message.body)))
        self.assertIn("No. 1", text)
        self._assert_no_secret(text, "chatter")
        self.assertNotIn(self.client.code, text)

    def test_address_of_the_download_names_nobody(self):
        url = self.report.action_download()["url"]
        self._assert_no_secret(url, "url")
        self.assertNotIn(self.client.code, url)

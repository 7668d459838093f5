from odoo.exceptions import AccessError
from odoo.tests import tagged

from .partner_case import PartnerCase

UNTOLD_OF_A_STAY = (
    "monthly_fee", "deposit", "exit_reason", "exit_destination", "fee_exempt", "key_number", "agreement_signed_on",
    "exception_reason", "episode_id", "origin_id", "message_ids", "activity_ids", "item_ids", "leave_ids", "open_papers",
)
UNTOLD_OF_AN_APPLICATION = (
    "offer_ids", "check_ids", "priority", "rank", "priority_text", "priority_reason", "exception_reason", "decision_note",
    "stay_id", "episode_id", "homeless", "has_unmet", "message_ids", "activity_ids",
)


@tagged("post_install", "-at_install")
class TestPartnerAccess(PartnerCase):
    """What two organisations see of each other where a person moves from one to the other."""

    def screen(self, record):
        """Return what the form of a record shows, read as the web client reads it."""
        arch = record.get_views([(False, "form")])["models"][record._name]["fields"]
        return record.web_read({name: {"fields": {"display_name": {}}} if field["type"] == "many2one" else {}
                                for name, field in arch.items()})[0]

    def export(self, record, *names):
        return record.export_data(["display_name", *names])["datas"][0]

    # Stays of the home company, seen by the partner

    def test_the_partner_sees_where_the_person_lives(self):
        self.share()
        there = self.there(self.stay, self.host)
        self.assertTrue(self.seen(self.stay, self.host))
        values = self.screen(there)
        self.assertEqual(values["bed_id"]["display_name"], self.bed_a.display_name)
        self.assertEqual((values["state"], values["date_from"]), ("in", self.day(-40)))
        self.assertEqual(there.search_read([("id", "=", self.stay.id)], ["house_id"])[0]["house_id"][0], self.community.id)
        self.assertIn(self.stay.id, [found for found, _name in there.name_search(self.client.code)])
        self.assertEqual(there.web_search_read([], {"client_id": {}, "is_of_partner": {}})["records"], [
            {"id": self.stay.id, "client_id": self.client.id, "is_of_partner": True},
        ])
        path = self.there(self.client, self.host).get_housing_path()
        self.assertEqual(path["stretches"][-1]["place"], self.community.name)

    def test_the_partner_is_told_nothing_else(self):
        self.stay.write({"key_number": "K7", "agreement_signed_on": self.today})
        self.stay.message_post(body="Demo secret")
        self.share()
        there = self.there(self.stay, self.chief)
        self.assertTrue(self.seen(self.stay, self.chief))
        values = self.screen(there) | there.read(UNTOLD_OF_A_STAY)[0]
        values |= there.search_read([("id", "=", self.stay.id)], list(UNTOLD_OF_A_STAY))[0]
        for name in UNTOLD_OF_A_STAY:
            self.assertFalse(values[name], name)
        self.assertEqual(self.export(there, "monthly_fee", "bed_id", "key_number"), [
            self.stay.display_name, "", self.bed_a.display_name, "",
        ])
        self.assertFalse(self.there(self.stay.message_ids, self.chief)._filtered_access("read"))
        self.assertFalse(self.there(self.env["mail.message"], self.chief).search(
            [("model", "=", "recovery.stay"), ("res_id", "=", self.stay.id)],
        ))
        with self.assertRaises(AccessError):
            there.message_post(body="Demo")
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.chief).with_context(
                allowed_company_ids=self.partner_company.ids,
            )._render_qweb_html("recovery_housing.stay_agreement_action", self.stay.ids)

    def test_nothing_else_is_found_out_by_searching(self):
        self.stay.write({"key_number": "K7"})
        self.share()
        Stay = self.there(self.env["recovery.stay"], self.chief)
        self.assertTrue(self.seen(self.stay, self.chief))
        self.assertFalse(Stay.search([("monthly_fee", ">", 100)]))
        self.assertFalse(Stay.search(["|", ("key_number", "=", "K7"), ("key_number", "=", "K8")]))
        self.assertFalse(Stay.search(["!", ("monthly_fee", "=", 0)]))
        self.assertFalse(Stay.search([("exit_reason", "=", False)]))
        Client = self.there(self.env["recovery.client"], self.chief)
        self.assertFalse(Client.search([("stay_ids.monthly_fee", ">", 100), ("id", "=", self.client.id)]))
        self.assertEqual(Client.search([("stay_ids.state", "=", "in"), ("id", "=", self.client.id)]).ids, self.client.ids)
        [row] = Stay.formatted_read_group([], [], ["monthly_fee:sum", "__count"])
        self.assertFalse(row["monthly_fee:sum"])
        groups = Stay.web_read_group([], ["house_id"])["groups"]
        self.assertEqual([group["__count"] for group in groups], [1])
        self.assertFalse(Stay.web_read_group([], ["exit_reason"])["groups"])
        self.assertEqual(Stay.search([], order="monthly_fee desc").ids, self.stay.ids)

    def test_beds_and_houses_of_others_stay_closed(self):
        self.share()
        there = self.there(self.stay, self.host)
        for record in (there.bed_id, there.house_id):
            with self.assertRaises(AccessError):
                record.read(["name"])
        board = self.there(self.env["recovery.bed.board"], self.host).get_board(self.today, 7)
        self.assertEqual([bed[0] for house in board["houses"] for bed in house[-1]], self.bed_abroad.ids)
        self.assertFalse(any(bed[-1] for house in board["houses"] for bed in house[-1]))

    def test_without_the_slice_or_the_consent_no_stay_is_seen(self):
        self.share(purpose=self.new_purpose("shares_episodes"))
        self.assertFalse(self.seen(self.stay, self.host))
        consent = self.share()
        self.assertTrue(self.seen(self.stay, self.host))
        consent.action_withdraw()
        self.assertFalse(self.seen(self.stay, self.host))

    def test_what_is_only_reserved_is_not_told(self):
        self.share()
        person = self.new_person()
        self.share(person)
        self.assertFalse(self.seen(self.new_stay(self.bed_b, person, start=5), self.host))

    def test_a_restricted_person_stays_hidden(self):
        stay = self.new_stay(self.bed_b, self.client_restricted, start=-3, state="in")
        self.share(self.client_restricted)
        self.assertFalse(self.seen(stay, self.host))
        application = stay.sudo().ask_partner_house(self.abroad.id).sudo()
        self.assertFalse(self.seen(application, self.host))
        self.assertFalse(self.here(application, self.house).search([("id", "=", application.id)]))

    def test_those_who_see_codes_see_no_slice(self):
        self.share()
        for role in ("finance", "data", "auditor"):
            self.assertFalse(self.seen(self.stay, self.new_user(f"there_{role}", role, self.partner_company)))

    # The application in the partner's house, seen by those who asked

    def test_those_who_asked_see_what_becomes_of_it_and_no_more(self):
        self.share()
        application = self.ask()
        self.there(application, self.host).action_wait()
        offer = self.offer_there(application)
        application.message_post(body="Demo secret")
        for user in (self.house, self.manager, self.counsellor):
            with self.subTest(user=user.login):
                asked = self.here(application, user)
                values = self.screen(asked)
                self.assertEqual((values["state"], values["house_id"]["display_name"]), ("offered", self.abroad.name))
                self.assertIn("Demo Partner decides", values["partner_text"])
                values |= asked.read(UNTOLD_OF_AN_APPLICATION)[0]
                for name in UNTOLD_OF_AN_APPLICATION:
                    self.assertFalse(values[name], name)
                self.assertEqual(asked.search([("id", "=", application.id)]), asked)
                self.assertEqual(asked.search([("id", "=", application.id)], order="rank, date_applied, id"), asked)
                self.assertFalse(asked.search([("id", "=", application.id), ("offer_ids.state", "=", "open")]))
                self.assertIn(application.id, [found for found, _name in asked.name_search(self.client.code)])
                self.assertEqual(self.export(asked, "state", "decision_note")[1:], ["Offered a bed", ""])
                self.assertFalse(self.here(offer, user).has_access("read"))
                for view in ("list", "kanban"):
                    asked.get_views([(False, view)])
        self.assertFalse(self.here(application, self.finance).has_access("read"))
        self.assertFalse(self.here(application, self.stranger).has_access("read"))

    def test_those_who_asked_do_not_decide(self):
        self.share()
        application = self.ask()
        asked = self.here(application, self.manager)
        for attempt in (
            asked.action_wait, lambda: asked.action_refuse("criteria"), lambda: asked.write({"date_applied": self.day(-5)}),
            lambda: self.offer(application, self.bed_abroad, self.manager),
        ):
            with self.assertRaises(AccessError):
                attempt()

    # What each side calls the other one's stay

    def test_a_stay_elsewhere_is_called_by_the_organisation(self):
        consent = self.share()
        application = self.ask()
        name = self.there(application, self.host).web_read({"from_stay_id": {"fields": {"display_name": {}}}})
        self.assertEqual(name[0]["from_stay_id"]["display_name"], self.stay.display_name)
        after = self.move_there(application)
        consent.action_withdraw()
        self.env.flush_all()
        self.env.invalidate_all()
        name = self.there(after, self.host).web_read({"previous_id": {"fields": {"display_name": {}}}})
        self.assertEqual(name[0]["previous_id"]["display_name"], f"{self.client.code} · Demo Recovery")
        self.assertFalse(self.here(after, self.manager).has_access("read"))
        self.assertEqual(self.here(after, self.manager).sudo().display_name, f"{self.client.code} · Demo Partner")

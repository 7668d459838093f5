from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestStayPapers(HousingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.community.write({
            "agreement_text": "<p>Demo: quiet after ten.</p>",
            "item_ids": [Command.create({"name": "Demo towel", "quantity": 2}), Command.create({"name": "Demo lamp"})],
        })

    def test_quantities_make_sense(self):
        for refusal in self.refusals("recovery.house.item", "quantity", "Quantity"):
            with refusal:
                self.community.item_ids[0].quantity = 0
        stay = self.new_stay(start=-3, state="in")
        stay.action_check_in() if stay.state == "reserved" else stay._hand_over()
        for refusal in self.refusals("recovery.stay.item", "quantity", "Given back"):
            with refusal:
                stay.item_ids[0].returned = 5

    def test_checking_in_lists_what_the_house_hands_over_once(self):
        stay = self.new_stay(start=-3, user=self.house)
        stay.action_check_in()
        self.assertEqual([(item.name, item.quantity) for item in stay.item_ids], [("Demo towel", 2), ("Demo lamp", 1)])
        stay.action_undo_check_in()
        stay.action_check_in()
        self.assertEqual(len(stay.item_ids), 2)

    def test_what_is_open_is_told_until_it_is_back(self):
        stay = self.new_stay(start=-3, user=self.house)
        stay.action_check_in()
        self.assertEqual(stay.open_papers, "agreement not signed")
        with Form(stay) as form:
            form.agreement_signature = b"R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs="
            form.key_number = "12"
        self.assertEqual((stay.agreement_signed_on, stay.key_given_on), (self.today, self.today))
        self.assertFalse(stay.open_papers)
        stay.action_check_out("completed", "own_home")
        self.assertEqual(stay.open_papers, "key 12 not back, 2 × Demo towel not back, 1 × Demo lamp not back")
        stay.action_all_back()
        self.assertFalse(stay.open_papers)
        self.assertEqual(stay.item_ids.mapped("condition_out"), ["good", "good"])

    def test_checking_out_can_take_everything_back(self):
        stay = self.new_stay(start=-3, user=self.house)
        stay.action_check_in()
        stay.key_number = "12"
        with Form(self.env["recovery.stay.check.out"].with_user(self.house).with_context(default_stay_id=stay.id)) as form:
            self.assertEqual(form.papers_text, "key 12, 2 × Demo towel, 1 × Demo lamp")
            form.exit_reason, form.exit_destination, form.all_back = "agreed", "family", True
        form.record.action_check_out()
        self.assertFalse(stay.open_papers)

    def test_papers_go_with_a_person_who_moves(self):
        stay = self.new_stay(start=-9, user=self.house)
        stay.action_check_in()
        stay.write({"key_number": "12", "key_given_on": self.day(-9), "agreement_signed_on": self.day(-9)})
        moved = stay.action_move(self.bed_b.id, self.day(-4))
        self.assertEqual((moved.key_number, moved.agreement_signed_on), ("12", self.day(-9)))
        self.assertEqual((len(moved.item_ids), len(stay.item_ids)), (2, 0))
        self.assertFalse(stay.open_papers)

    def test_key_and_things_of_another_house_are_still_open(self):
        stay = self.new_stay(start=-9, user=self.house)
        stay.action_check_in()
        stay.key_number = "12"
        self.new_house(self.own, "RIV2")
        bed = self.env["recovery.bed"].create({
            "name": "A", "house_id": self.env["recovery.house"].search([("code", "=", "RIV2")]).id,
        })
        moved = stay.action_move(bed.id)
        self.assertEqual(stay.open_papers, "key 12 not back, 2 × Demo towel not back, 1 × Demo lamp not back")
        self.assertFalse(moved.key_number)

    def test_the_signed_paper_goes_with_a_person_who_moves(self):
        stay = self.new_stay(start=-9, user=self.house)
        stay.action_check_in()
        paper = b"R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs="
        stay.write({"agreement_document": paper, "agreement_document_name": "demo.gif", "agreement_signed_on": self.day(-9)})
        moved = stay.action_move(self.bed_b.id)
        self.assertEqual((moved.agreement_document, moved.agreement_document_name), (paper, "demo.gif"))

    def test_agreement_is_printed_in_the_language_of_the_resident_and_logged(self):
        self.env["res.lang"]._activate_lang("cs_CZ")
        self.community.with_context(lang="cs_CZ").agreement_text = "<p>Demo: po desáté klid.</p>"
        self.client.language = "cs_CZ"
        stay = self.new_stay(start=-3, user=self.house)
        stay.action_check_in()
        self.assertEqual(stay.action_print_agreement()["type"], "ir.actions.report")
        html, _type = self.env["ir.actions.report"].with_user(self.house)._render_qweb_html(
            "recovery_housing.stay_agreement", stay.ids,
        )
        text = html.decode()
        self.assertIn("po desáté klid", text)
        self.assertIn("Testový", text)
        self.assertIn("Demo towel", text)
        logged = self.env["recovery.access.log"].sudo().search([
            ("client_id", "=", self.client.id), ("action", "=", "print"), ("user_id", "=", self.house.id),
        ])
        self.assertTrue(logged)

    def test_a_house_without_text_says_so(self):
        self.community.agreement_text = False
        with self.assertRaisesRegex(UserError, "^Agreement: "):
            self.new_stay(user=self.house).action_print_agreement()

    def test_exceptions_respect_programmes_without_free_text(self):
        self.own.no_free_text = True
        with self.assertRaises(UserError), self.cr.savepoint():
            self.new_stay(user=self.manager, exception_reason="Demo couple")

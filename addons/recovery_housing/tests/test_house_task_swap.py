from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .rota_case import RotaCase


@tagged("post_install", "-at_install")
class TestHouseTaskSwap(RotaCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duty_ada, cls.duty_ben = cls.env["recovery.house.task.duty"].create([
            {"task_id": cls.kitchen.id, "stay_id": stay.id, "date": cls.day(number)}
            for stay, number in ((cls.stay_ada, 2), (cls.stay_ben, 4))
        ])

    def ask(self, user=None, **values):
        return self.env["recovery.house.task.swap"].with_user(user or self.house).create({
            "duty_id": self.duty_ada.id, "other_duty_id": self.duty_ben.id, **values,
        })

    def test_two_agree_and_exchange(self):
        swap = self.ask()
        self.assertEqual((swap.client_id, swap.other_client_id, swap.state), (self.ada, self.ben, "asked"))
        self.assertEqual(self.duty_ada.client_id, self.ada, "asked is not agreed")
        swap.action_agree()
        self.assertEqual((self.duty_ada.client_id, self.duty_ben.client_id), (self.ben, self.ada))
        self.assertEqual((self.duty_ada.origin, self.duty_ben.origin), ("swap", "swap"))
        self.assertTrue(swap.answered_at)
        self.assertEqual(self.env["recovery.house.task.swap"].search_count([]), 1, "written down once")

    def test_one_takes_it_over(self):
        swap = self.ask(kind="takeover", other_duty_id=False, other_stay_id=self.stay_cyr.id)
        swap.action_agree()
        self.assertEqual((self.duty_ada.client_id, self.duty_ben.client_id), (self.cyr, self.ben))

    def test_declined_and_withdrawn_change_nothing(self):
        for answer in ("action_decline", "action_withdraw"):
            swap = self.ask()
            getattr(swap, answer)()
            self.assertEqual((self.duty_ada.client_id, self.duty_ben.client_id), (self.ada, self.ben))
            with self.assertRaisesRegex(UserError, "^State: "):
                swap.action_agree()

    def test_not_with_oneself(self):
        for refusal in self.refusals("recovery.house.task.swap", "two", "To"):
            with refusal:
                self.env["recovery.house.task.swap"].create({
                    "duty_id": self.duty_ada.id, "kind": "takeover", "other_stay_id": self.stay_ada.id,
                })

    def test_one_request_at_a_time(self):
        self.ask()
        for refusal in self.refusals("recovery.house.task.swap", "asked_once", "Duty"):
            with refusal:
                self.ask(kind="takeover", other_duty_id=False, other_stay_id=self.stay_cyr.id)

    def test_an_exchange_names_what_is_given(self):
        with self.assertRaisesRegex(ValidationError, "^For the duty: "):
            self.ask(other_duty_id=False, other_stay_id=self.stay_ben.id)

    def test_a_plan_that_changed_meanwhile_is_not_exchanged(self):
        swap = self.ask()
        self.duty_ben.stay_id = self.stay_cyr
        with self.assertRaisesRegex(ValidationError, "^Duty: "), self.cr.savepoint():
            swap.action_agree()
        self.assertEqual((self.duty_ada.client_id, self.duty_ben.client_id), (self.ada, self.cyr))

    def test_nobody_takes_over_while_away_or_exempt(self):
        swap = self.ask()
        self.away((self.stay_ben, 2, 3))
        with self.assertRaisesRegex(ValidationError, "on leave"), self.cr.savepoint():
            swap.action_agree()
        self.away()
        self.env["recovery.house.task.exemption"].create({"house_id": self.community.id, "client_id": self.ben.id})
        # The exemption has taken Ben's own duty off the rota already.
        with self.assertRaises(ValidationError), self.cr.savepoint():
            swap.action_agree()
        self.assertEqual(self.duty_ada.client_id, self.ada)

    def test_staff_do_not_write_agreements_past_the_residents(self):
        for values in ({"state": "agreed"}, {"kind": "staff"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "^State: "), self.cr.savepoint():
                self.ask(**values)
        swap = self.ask()
        swap.action_agree()
        with self.assertRaisesRegex(UserError, "^State: "), self.cr.savepoint():
            swap.write({"kind": "takeover"})
        with self.assertRaises(UserError), self.cr.savepoint():
            swap.unlink()

    def test_dialog(self):
        action = self.duty_ada.with_user(self.house).action_open_swap()
        view = self.env["ir.ui.view"].browse(action["views"][0][0])
        Swap = self.env["recovery.house.task.swap"].with_user(self.house).with_context(**action["context"])
        with Form(Swap, view=view) as form:
            self.assertEqual(form.stay_id, self.stay_ada)
            form.other_duty_id = self.duty_ben
            self.assertEqual(form.other_stay_id, self.stay_ben)
        form.record.action_agree()
        self.assertEqual(self.duty_ada.client_id, self.ben)

    def test_a_request_waits_while_the_rota_is_planned_anew(self):
        self.duty_ada.origin = "plan"
        self.ask()
        self.community.with_user(self.house).action_replan_rota()
        self.assertTrue(self.duty_ada.exists())

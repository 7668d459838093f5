from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .partner_case import PartnerCase


@tagged("post_install", "-at_install")
class TestPartnerTransfer(PartnerCase):
    """From a house of one organisation to a house of another one: asked here, decided there."""

    def dialog(self, user=None):
        action = self.stay.with_user(user or self.house).action_ask_partner()
        return self.env[action["res_model"]].with_user(user or self.house).browse(action["res_id"])

    def bars(self, user, company):
        """Return {bed id: [kinds of bars of the days from today on]} on the board of a user."""
        self.env.flush_all()
        self.env.invalidate_all()
        board = self.env["recovery.bed.board"].with_user(user).with_context(
            allowed_company_ids=company.ids,
        ).get_board(self.today, 10)
        return {
            bed[0]: [board["kinds"][kind] for kind, _place in zip(bed[-1][3::5], bed[-1][4::5], strict=True)]
            for house in board["houses"] for bed in house[-1]
        }

    def test_the_whole_way(self):
        self.share()
        application = self.ask(note="Nearer to work")
        self.assertEqual(
            (application.company_id, application.state, application.referred_from, application.from_stay_id,
             application.request_note),
            (self.partner_company, "applied", "house", self.stay, "Nearer to work"),
        )
        self.assertTrue(self.seen(self.client, self.host))
        offer = self.offer_there(application)
        self.assertEqual((self.stay.state, self.stay.date_to), ("in", self.today))
        offer.action_accept()
        offer.stay_id.action_check_in()
        after = offer.stay_id.sudo().with_env(self.env)
        self.assertEqual(
            (self.stay.state, self.stay.date_to, self.stay.exit_reason, self.stay.exit_destination),
            ("out", self.today, "transfer", "ours"),
        )
        self.assertEqual((after.state, after.date_from, after.previous_id), ("in", self.today, self.stay))
        self.assertEqual((application.state, application.stay_id), ("admitted", after))
        self.assertEqual(self.bars(self.house, self.company)[self.bed_a.id], [])
        self.assertEqual(self.bars(self.host, self.partner_company), {self.bed_abroad.id: ["in"]})
        self.new_stay(self.bed_a, self.new_person(), state="in")

    def test_fees_and_deposits_begin_anew_there(self):
        self.share()
        self.env["recovery.stay.deposit"].create({"stay_id": self.stay.id, "amount": 1000})
        after = self.move_there(self.ask())
        self.assertFalse(after.origin_id)
        self.assertEqual((self.stay.deposit_held, after.deposit_held), (1000, 0))
        self.assertEqual((after.monthly_fee, after.deposit), (0, 0))
        self.assertIn("deposit still held", self.here(self.stay).open_papers)
        self.assertTrue(self.here(self.stay).is_continued)
        self.assertFalse(self.here(self.stay).next_ids)

    def test_declined_everything_is_as_it_was(self):
        self.share()
        self.stay.date_to = self.day(200)
        application = self.ask()
        offer = self.offer_there(application, start=10)
        self.assertEqual(self.stay.date_to, self.day(10))
        offer.action_decline()
        self.assertEqual((self.stay.state, self.stay.date_to), ("in", self.day(200)))
        self.assertEqual((application.state, offer.stay_id.state), ("waiting", "cancelled"))

    def test_those_who_asked_withdraw_it(self):
        self.share()
        application = self.ask()
        offer = self.offer_there(application, start=3)
        self.here(application).action_withdraw("changed_mind")
        self.assertEqual((application.state, offer.state, offer.stay_id.state), ("withdrawn", "declined", "cancelled"))
        self.assertEqual((self.stay.state, self.stay.date_to), ("in", False))
        with self.assertRaisesRegex(UserError, "^State: the person lives with another"):
            self.there(application, self.host).action_reopen()

    def test_the_dialog_lists_open_houses_of_those_with_whom_the_person_is_shared(self):
        self.assertFalse(self.dialog().line_ids)
        self.share()
        self.new_house(self.foreign, "SHEL", kind="night_shelter")
        self.new_house(self.foreign, "GONE", date_close=self.yesterday)
        dialog = self.dialog()
        self.assertEqual(dialog.line_ids.house_id, self.abroad)
        [line] = dialog.web_read({"line_ids": {"fields": {
            "house_id": {"fields": {"display_name": {}}}, "organisation": {}, "capacity": {}, "is_asked": {},
        }}})[0]["line_ids"]
        self.assertEqual(
            (line["house_id"]["display_name"], line["organisation"], line["capacity"], line["is_asked"]),
            (self.abroad.display_name, "Demo Partner", 1, False),
        )
        action = dialog.line_ids.action_ask()
        application = self.env["recovery.housing.application"].browse(action["res_id"])
        self.assertEqual((application.house_id, application.from_stay_id), (self.abroad, self.stay))
        self.env.invalidate_all()
        self.assertTrue(dialog.line_ids.is_asked)

    def test_a_house_that_is_not_listed_is_neither_asked_nor_described(self):
        self.share()
        dialog = self.dialog()
        secret = self.new_house(self.foreign, "GONE", date_close=self.yesterday, capacity=77)
        line = dialog.line_ids.create({"ask_id": dialog.id, "house_id": secret.id})
        self.assertFalse(line.capacity)
        with self.assertRaisesRegex(UserError, "^House: "):
            line.action_ask()

    def test_the_dialog_of_somebody_else_tells_nothing(self):
        self.share()
        dialog = self.dialog()
        other = self.new_user("elsewhere", "house")
        for attempt in (
            lambda: self.env["recovery.stay.ask.partner.house"].with_user(other).create({
                "ask_id": dialog.id, "house_id": self.abroad.id,
            }),
            lambda: self.env["recovery.stay.ask.partner"].with_user(other).create({"stay_id": self.stay.id}),
            lambda: dialog.with_user(other).read(["stay_id"]),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_without_a_consent_nothing_is_asked(self):
        with self.assertRaisesRegex(UserError, "^House: "):
            self.ask()
        self.share().action_withdraw()
        with self.assertRaisesRegex(UserError, "^House: "):
            self.ask()

    def test_only_who_may_end_the_stay_asks(self):
        self.share()
        for user in (self.counsellor, self.stranger):
            with self.assertRaises(AccessError):
                self.ask(user=user)
            with self.assertRaises(AccessError):
                self.dialog(user)
        with self.assertRaises(AccessError):
            self.there(self.env["recovery.housing.application"], self.host).create({
                "client_id": self.client.id, "house_id": self.abroad.id, "from_stay_id": self.stay.id,
            })

    def test_an_application_of_the_partners_own_learns_where_the_person_lives(self):
        self.share()
        own = self.there(self.env["recovery.housing.application"], self.host).create({
            "client_id": self.client.id, "house_id": self.abroad.id,
        })
        with self.assertRaisesRegex(ValidationError, "^Client: this person has a bed"):
            self.offer_there(own)
        self.assertEqual(self.ask(), own.sudo())
        self.assertEqual(self.move_there(own).previous_id, self.stay)

    def test_nobody_there_ends_the_stay_otherwise(self):
        self.share()
        for attempt in (
            lambda stay: stay.write({"date_to": self.day(5)}), lambda stay: stay.action_check_out("left", "unknown"),
            lambda stay: stay.action_move(self.bed_abroad.id),
        ):
            with self.assertRaises(AccessError):
                attempt(self.there(self.stay, self.chief))
        application = self.ask()
        with self.assertRaisesRegex(ValidationError, "^From: the person lives with another"):
            self.offer_there(application, start=-1)
        with self.assertRaisesRegex(UserError, "^Applied on: "):
            self.there(application, self.host).date_applied = self.day(-9)
        offer = self.offer_there(application)
        offer.action_accept()
        with self.assertRaisesRegex(ValidationError, "^From: the person lives with another"):
            offer.stay_id.action_check_in(self.yesterday)
        self.assertEqual((self.stay.state, self.stay.date_to), ("in", self.today))
        with self.assertRaises(AccessError):
            self.there(self.env["recovery.stay"], self.chief).create({
                "client_id": self.client.id, "bed_id": self.bed_abroad.id, "previous_id": self.stay.id,
            })

    def test_nobody_has_two_beds_on_a_night(self):
        self.share()
        values = {"client_id": self.client.id, "bed_id": self.bed_abroad.id, "date_from": self.day(2)}
        with self.assertTold("Client: this person has a bed"):
            self.there(self.env["recovery.stay"], self.host).create(values)
        for refusal in self.refusals("recovery.stay", "client_free", "Client: this person has a bed"):
            with refusal:
                self.env["recovery.stay"].create(values)

    def test_a_stay_continues_one_of_the_same_person(self):
        other = self.new_stay(self.bed_b, self.new_person(), start=-10, state="in")
        with self.assertRaisesRegex(ValidationError, "^Continues: "):
            other.previous_id = self.stay

    def test_without_free_text_the_reason_stays_here(self):
        self.share()
        self.silence(self.foreign)
        self.assertFalse(self.ask(note="Demo words").request_note)

    def test_of_the_situation_nothing_is_told_by_asking(self):
        self.share()
        self.env["recovery.situation"].create({
            "client_id": self.client.id, "program_id": self.own.id, "housing": "unstable", "with_children": "yes",
        })
        application = self.ask()
        self.assertEqual((application.homeless, application.with_children), ("unknown", "unknown"))

    def test_who_came_from_a_partner_goes_back_home_the_same_way(self):
        self.share()
        there = self.move_there(self.ask())
        back = self.there(there, self.host).ask_partner_house(self.community.id)
        application = back.sudo().with_env(self.env)
        self.assertEqual((application.company_id, application.from_stay_id), (self.company, there))
        offer = self.offer(application, self.bed_b, self.house, date_from=self.tomorrow)
        self.assertEqual((there.date_to, offer.stay_id.date_from), (self.tomorrow, self.tomorrow))
        offer.action_decline()
        self.assertEqual((there.state, there.date_to), ("in", False))

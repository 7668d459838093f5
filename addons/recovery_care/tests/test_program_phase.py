from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestProgramPhase(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.intensive = cls.new_phase(0, 3)

    @classmethod
    def new_phase(cls, month_from, month_to, **values):
        return cls.env["recovery.program.phase"].create({
            "program_id": cls.own.id, "name": f"From {month_from}", "month_from": month_from, "month_to": month_to,
            **values,
        })

    def test_phase_may_begin_when_the_last_one_ends(self):
        self.assertTrue(self.new_phase(3, 12))

    def test_phases_of_a_programme_do_not_overlap(self):
        for refusal in self.refusals("recovery.program.phase", "no_overlap", "From month"):
            with refusal:
                self.new_phase(2, 6)

    def test_phases_change_places_in_one_save(self):
        later = self.new_phase(3, 12)
        for months in (((0, 6), (6, 12)), ((0, 2), (2, 12)), ((2, 12), (0, 2))):
            for order in (1, -1):
                self.own.write({"phase_ids": [
                    Command.update(phase.id, {"month_from": month_from, "month_to": month_to})
                    for phase, (month_from, month_to) in zip(self.intensive | later, months, strict=True)
                ][::order]})
                self.env.flush_all()
                with self.subTest(months=months, order=order):
                    self.assertEqual((self.intensive.month_to, later.month_from), (months[0][1], months[1][0]))
                self.own.write({"phase_ids": [
                    Command.update(self.intensive.id, {"month_from": 0, "month_to": 3}),
                    Command.update(later.id, {"month_from": 3, "month_to": 12}),
                ]})

    def test_phases_that_end_up_overlapping_are_refused_in_one_save_too(self):
        later = self.new_phase(3, 12)
        for refusal in self.refusals("recovery.program.phase", "no_overlap", "From month"):
            with refusal:
                self.own.write({"phase_ids": [
                    Command.update(self.intensive.id, {"month_to": 6}), Command.update(later.id, {"month_from": 5}),
                ]})

    def test_phases_of_two_programmes_may_overlap(self):
        self.assertTrue(self.new_phase(0, 6, program_id=self.other.id))

    def test_phase_is_at_least_a_month_long(self):
        for refusal in self.refusals("recovery.program.phase", "months", "To month"):
            with refusal:
                self.new_phase(5, 5)

    def test_phase_does_not_begin_before_the_start(self):
        for refusal in self.refusals("recovery.program.phase", "months", "To month"):
            with refusal:
                self.new_phase(-1, 0)

    def test_contact_interval_is_not_negative(self):
        for refusal in self.refusals("recovery.program.phase", "contact_every_days", "Contact every"):
            with refusal:
                self.new_phase(3, 6, contact_every_days=-7)

    def test_company_follows_the_programme(self):
        self.assertEqual(self.intensive.company_id, self.company)
        self.assertEqual(self.new_phase(0, 6, program_id=self.foreign.id).company_id, self.partner_company)

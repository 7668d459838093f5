from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestSubstance(RecoveryCase):

    def test_code_is_unique(self):
        for refusal in self.refusals("recovery.substance", "code_uniq", "Code"):
            with refusal:
                self.env["recovery.substance"].create({"name": "Heroin again", "code": "11", "group": "1"})

    def test_drug_needs_a_group(self):
        for refusal in self.refusals("recovery.substance", "group_drug", "TDI group"):
            with refusal:
                self.env["recovery.substance"].create({"name": "New drug", "code": "T-1", "kind": "drug"})

    def test_behaviour_has_no_group(self):
        for refusal in self.refusals("recovery.substance", "group_drug", "TDI group"):
            with refusal:
                self.env["recovery.substance"].create({"name": "New game", "code": "T-2", "kind": "behaviour", "group": "8"})

    def test_every_group_of_the_indicator_is_shipped(self):
        groups = dict(self.env["recovery.substance"]._fields["group"].selection)
        shipped = self.env["recovery.substance"].search([("kind", "=", "drug")]).mapped("group")
        self.assertEqual(set(shipped), set(groups))

    def test_alcohol_gambling_and_gaming_are_shipped(self):
        kinds = {name: self.env.ref(f"recovery_care.substance_{name}").kind for name in ("alcohol", "gambling", "gaming")}
        self.assertEqual(kinds, {"alcohol": "alcohol", "gambling": "behaviour", "gaming": "behaviour"})

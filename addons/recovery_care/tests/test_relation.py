from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestRelation(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sister = cls.new_client(cls.own, first_name="Sister", last_name="Testová")

    def relate(self, user=None, **values):
        Relation = self.env["recovery.relation"].with_user(user) if user else self.env["recovery.relation"]
        return Relation.create({"client_id": self.client.id, "kind": "sibling", **values})

    def test_relative_is_a_client_or_a_name(self):
        self.assertTrue(self.relate(related_client_id=self.sister.id))
        self.assertTrue(self.relate(related_name="Aunt Testová", related_phone="601000009"))

    def test_relative_is_not_both(self):
        for refusal in self.refusals("recovery.relation", "somebody", "Related person"):
            with refusal:
                self.relate(related_client_id=self.sister.id, related_name="Sister")

    def test_relative_is_somebody(self):
        for refusal in self.refusals("recovery.relation", "somebody", "Related person"):
            with refusal:
                self.relate()

    def test_nobody_is_their_own_relative(self):
        for refusal in self.refusals("recovery.relation", "not_self", "Related client"):
            with refusal:
                self.relate(related_client_id=self.client.id)

    def test_relation_is_recorded_once(self):
        self.relate(related_client_id=self.sister.id)
        for refusal in self.refusals("recovery.relation", "related_uniq", "Related client"):
            with refusal:
                self.relate(related_client_id=self.sister.id, kind="other_family")

    def test_relatives_are_counted_from_both_sides(self):
        self.relate(related_client_id=self.sister.id)
        self.assertEqual((self.client.relation_count, self.sister.relation_count), (1, 1))

    def test_relative_of_another_company_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "[Cc]lient"):
            self.relate(related_client_id=self.client_foreign.id)

    def test_relative_whom_the_user_may_not_see_is_refused(self):
        """Otherwise the name of the relation would tell the code of a person of another programme."""
        with self.assertRaisesRegex(ValidationError, "Related client"):
            self.relate(self.counsellor, related_client_id=self.client_other.id)

    def test_relation_to_a_restricted_person_is_hidden(self):
        relation = self.relate(related_client_id=self.client_restricted.id)
        Relation = self.env["recovery.relation"].with_user(self.counsellor)
        self.assertFalse(Relation.search([("id", "=", relation.id)]))
        self.assertEqual(self.client.with_user(self.counsellor).relation_count, 0)
        self.assertEqual(Relation.with_user(self.keeper).search([("id", "=", relation.id)]).id, relation.id)

    def test_name_and_phone_are_for_those_who_may_see_identities(self):
        relation = self.relate(related_name="Aunt Testová", related_phone="601000009")
        with self.assertRaises(AccessError):
            relation.with_user(self.outreach).read(["related_name"])
        self.assertEqual(relation.with_user(self.counsellor).read(["related_name"])[0]["related_name"], "Aunt Testová")

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .mixin_case import MixinCase, each_inheriting

MIXIN = "recovery.state.machine"


@tagged("post_install", "-at_install")
class TestStateMachine(MixinCase):
    """Every step of every guarded model is one that the model names."""

    def put(self, record, state):
        """Put ``record`` into ``state`` in memory, behind the back of the guard and of the database."""
        self.env.flush_all()
        record._fields["state"]._update_cache(record, state)
        return record

    @each_inheriting(MIXIN)
    def test_steps_lead_from_state_to_state(self, Model):
        states = set(dict(Model._fields["state"].selection))
        self.assertEqual(set(Model._state_transitions), states)
        self.assertLessEqual(set().union(*Model._state_transitions.values()), states)

    @each_inheriting(MIXIN)
    def test_step_that_is_not_named_is_refused(self, Model):
        record = self.new_record(Model._name, "own")
        for before, steps in Model._state_transitions.items():
            for after in Model._state_transitions.keys() - steps - {before}:
                with self.subTest(before=before, after=after):
                    with self.assertRaisesRegex(UserError, "^State"):
                        self.put(record, before)._check_transition(after)
                    with self.assertRaises(UserError):
                        self.put(record, before).write({"state": after})

    @each_inheriting(MIXIN)
    def test_step_that_is_named_and_staying_pass(self, Model):
        record = self.new_record(Model._name, "own")
        for before, steps in Model._state_transitions.items():
            for after in (before, *steps):
                with self.subTest(before=before, after=after):
                    self.put(record, before)._check_transition(after)

    @each_inheriting(MIXIN)
    def test_reserved_step_is_refused_without_the_group(self, Model):
        outsider = new_test_user(self.env, f"outsider_{Model._table}", groups="base.group_user")
        for (before, after), group in Model._state_groups.items():
            self.assertIn(after, Model._state_transitions[before])
            self.assertFalse(outsider.has_group(group))
            record = self.put(self.new_record(Model._name, "own"), before)
            with self.assertRaisesRegex(AccessError, "^State"):
                record.with_user(outsider)._check_transition(after)

from odoo import models
from odoo.exceptions import AccessError, UserError


class StateMachine(models.AbstractModel):
    """Guards the ``state`` field whichever way it is written: button, drag, import or RPC.

    A model names its steps in ``_state_transitions`` ({from: {to, …}}) and, where a
    step needs more than write access, the group in ``_state_groups`` ({(from, to): xmlid}).
    What must be true of a record in a state is a database constraint of that model. Inherited first, so
    that a step that does not exist is named before anything that the values lack for it.
    """

    _name = "recovery.state.machine"
    _description = "Guarded states"

    _state_transitions = {}
    _state_groups = {}

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        return super().write(vals)

    def _check_transition(self, target):
        """Raise UserError for a step that does not exist, AccessError for one not allowed."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            source = record.state
            if source == target:
                continue
            if target not in self._state_transitions.get(source, ()):
                raise UserError(self.env._(
                    "State: %(record)s is “%(before)s” and cannot become “%(after)s”.",
                    record=record.display_name, before=labels.get(source, source),
                    after=labels.get(target, target),
                ))
            group = self._state_groups.get((source, target))
            if group and not self.env.su and not self.env.user.has_group(group):
                raise AccessError(self.env._(
                    "State: turning “%(before)s” into “%(after)s” is reserved for %(group)s.",
                    before=labels.get(source, source), after=labels.get(target, target),
                    group=self.env.ref(group).sudo().name,
                ))

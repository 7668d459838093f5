from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import UserError

# True while an encounter is created together with its deliveries, which is no amendment.
_filling_new = ContextVar("recovery_filling_new_encounter", default=False)


class Amendable(models.AbstractModel):
    """Facts of a finished encounter change only under an open amendment, which writes them down."""

    _name = "recovery.amendable"
    _description = "Facts corrected by amendment"
    _inherit = ["recovery.prechecked"]

    _amendable_facts = ()

    def _get_amendable_facts(self):
        """Return the names of the facts; files that add a fact to a model extend it with ``super()``."""
        return self._amendable_facts

    def _get_amended_encounter(self):
        """Return the encounter whose amendment covers one record."""
        raise NotImplementedError

    @staticmethod
    def _is_filling_new():
        return _filling_new.get()

    @staticmethod
    @contextmanager
    def _filling_new():
        token = _filling_new.set(True)
        try:
            yield
        finally:
            _filling_new.reset(token)

    @api.model
    def _stand_alone(self):
        """What is unique is unique in its encounter, which is new."""
        return self._is_filling_new() or super()._stand_alone()

    def write(self, vals):
        facts = {name: vals[name] for name in self._get_amendable_facts() if name in vals}
        if facts:
            # Before anything of the record is read: a hidden one answers like a missing one.
            self.check_access("write")
            for record in self.filtered(lambda record: record._get_amended_encounter().state != "planned"):
                record._require_amendment(record._describe_changes(facts))
        return super().write(vals)

    def _require_amendment(self, changes):
        """Write ``changes`` into the current user's open amendment.

        :param changes: list of {record, field, old, new} in words
        :raises UserError: when there are changes and no open amendment of this user
        """
        if not changes:
            return
        encounter = self._get_amended_encounter()
        client_id = self.sudo().client_id.id if "client_id" in self._fields else None
        amendment = encounter.sudo()._get_open_amendment()
        if not amendment:
            raise UserError(self.env._(
                "The encounter of %s is finished. Choose “Amend” and give a reason to correct it.", encounter.date,
            ))
        amendment._record_changes([{"client_id": client_id or None, **change} for change in changes])

    def _describe_changes(self, vals):
        """Return [{record, field, old, new}] in words for the values that differ from one record's."""
        self.ensure_one()
        before, after = self.sudo(), self.sudo().new(vals, origin=self)
        changes = []
        for name in vals:
            old, new = before[name], after[name]
            if self._fields[name].relational:
                old, new = old._origin, new._origin
            if old != new:
                changes.append({
                    "record": self._get_amended_label(),
                    "field": self._fields[name]._description_string(self.env),
                    "old": self._get_fact_text(name, old), "new": self._get_fact_text(name, new),
                })
        return changes

    def _get_amended_label(self):
        return self.env["ir.model"]._get(self._name).name

    def _get_fact_text(self, name, value):
        field = self._fields[name]
        if field.relational:
            # Clients are named by their code alone: amendments outlive the right to see a name.
            return ", ".join("code" in record and record.sudo().code or record.display_name for record in value)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return str(value)

from odoo import api, models
from odoo.exceptions import ValidationError

from ..table_rules import Check, NoOverlap, Unique, UniqueIndex


class Prechecked(models.AbstractModel):
    """Tells a mistake before the database refuses it: its refusals are errors in the log.

    Looked at are required fields and the rules of the model that have a twin in Python, see
    ``table_rules``. Records are looked at before they are stored, after defaults and precomputed
    fields are filled in.
    """

    _name = "recovery.prechecked"
    _description = "Records checked before the database"
    _inherit = ["recovery.company.check"]

    @api.model
    def _create(self, data_list):
        stored = [data["stored"] for data in data_list]
        self._check_required(stored, self._fields)
        rules = self._get_twins()
        names = self._get_twin_names(rules)
        self._check_rules(rules, [self._get_row(names, values) for values in stored])
        return super()._create(data_list)

    def write(self, vals):
        rules = [rule for rule in self._get_twins() if rule.concerns(self, vals.keys())]
        if self and (rules or any(self._fields[name].required for name in vals if name in self._fields)):
            # Odoo asks again, but what is read here as superuser would stay in the cache for whoever may not.
            self.check_access("write")
            self._check_required([vals], vals)
            names = self._get_twin_names(rules)
            changed = self._get_row(names & vals.keys(), vals)
            self._check_rules(rules, [{**row, **changed} for row in self.sudo()._get_rows(names - vals.keys())])
        return super().write(vals)

    @api.model
    def _get_twins(self):
        return [rule for rule in self._table_objects.values() if isinstance(rule, (Check, Unique, UniqueIndex, NoOverlap))]

    @api.model
    def _get_twin_names(self, rules):
        return set().union(*(rule.get_names(self) for rule in rules))

    @api.model
    def _get_row(self, names, values):
        """Return the row of ``values`` as given to ``create`` or ``write``."""
        return {name: self._fields[name].convert_to_cache(values.get(name), self, validate=False) for name in names}

    def _get_rows(self, names):
        """Return the rows of these records."""
        return [
            {name: self._fields[name].convert_to_cache(record[name], record, validate=False) for name in names}
            for record in self
        ]

    def _check_required(self, values_list, names):
        required = [
            field for name in names
            if (field := self._fields.get(name)) and field.required and field.store and field.column_type
        ]
        for values in values_list:
            for field in required:
                if field.convert_to_cache(values.get(field.name), self, validate=False) is None:
                    raise ValidationError(self.env._(
                        "%s: fill this in, it cannot be empty.", field._description_string(self.env),
                    ))

    def _check_rules(self, rules, rows):
        Model = self.sudo().browse().with_context(active_test=False)
        alone = self._stand_alone()
        for rule in rules:
            if rule.is_broken(Model, rows, self._ids, alone):
                raise ValidationError(self._get_refusal(rule, rows))

    def _get_refusal(self, rule, rows):
        """Return the words in which rows that break a rule are refused; a model may say more than the constraint does."""
        shown = self.env["ir.model.constraint"].sudo().search(
            [("name", "=", rule.full_name(self)), ("model.model", "=", self._name)], limit=1,
        )
        return shown.message or rule.get_error_message(self)

    @api.model
    def _stand_alone(self):
        """Return whether what is being stored is unique beside everything stored before, so that nobody need look."""
        return False

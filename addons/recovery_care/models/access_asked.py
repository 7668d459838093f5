from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

# Audiences of fields: those who work with a record, and its own organisation alone.
WORKERS, HOME = "conversation", "home"
CONVERSATION = {"message_ids", "message_follower_ids", "message_partner_ids", "message_attachment_count", "has_message"}


class AccessAsked(models.AbstractModel):
    """What may be asked of records about clients whose code or sheet somebody sees, but not the rest.

    Odoo answers by a domain whether a record has lines at all, and which, without asking whether they may be read; and
    what messages and to-dos of it say, whoever may read the record. Here lines are asked for by their own rules, and
    the conversation is for those who work with the record, in domains, groups, reading and export alike.
    """

    _inherit = "recovery.access.logged"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        if not (self.env.su or bypass_access):
            domain = Domain(domain).map_conditions(self._ask_by_rules)
        return super()._search(
            domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access,
        )

    @api.model
    def _ask_by_rules(self, condition):
        """Return a condition of a user's domain such that it tells nothing but what its user may read."""
        name, _dot, rest = condition.field_expr.partition(".")
        audience = self._get_audience(name)
        if audience:
            told = self._get_audience_domain(audience)
            denied = condition.operator in Domain.NEGATIVE_OPERATORS and all(self._get_values(condition))
            return condition | ~told if denied else condition & told
        field = self._fields.get(name)
        if (
            rest or not field or field.type not in ("one2many", "many2many") or field.compute and not field.store
            or not field.comodel_name.startswith("recovery.") or condition.operator not in ("=", "!=", "in", "not in")
        ):
            return condition
        values = self._get_values(condition)
        if not all(value is None or isinstance(value, int) for value in values):
            return condition
        known = Domain("id", "in", [value for value in values if value])
        asked = Domain(name, "any", known) if any(values) else Domain.FALSE
        if not all(values):
            asked |= Domain(name, "not any", self._get_all_of(field))
        return asked if condition.operator in ("=", "in") else ~asked

    @staticmethod
    def _get_values(condition):
        return condition.value if isinstance(condition.value, (list, tuple, set, frozenset)) else [condition.value]

    @api.model
    def _get_all_of(self, field):
        active = self.env[field.comodel_name]._active_name
        return Domain(active, "in", [True, False]) if active else Domain.TRUE

    def filtered_domain(self, domain):
        """Odoo asks what it has read, as superuser a moment ago or for another condition, not the rules."""
        if self.env.su or not all(self._ids) or not any(map(self._is_of_others, Domain(domain).iter_conditions())):
            return super().filtered_domain(domain)
        return self & self.with_context(active_test=False).search(Domain("id", "in", self.ids) & Domain(domain))

    @api.model
    def _is_of_others(self, condition):
        name = condition.field_expr.partition(".")[0]
        field = self._fields.get(name)
        return self._get_audience(name) or field and field.type in ("one2many", "many2many")

    @api.model
    def _get_audience(self, name):
        """Return to whom among the readers of a record a field tells something; None: to all of them."""
        told = name in self._fields and (name in CONVERSATION or name.startswith("activity_"))
        return WORKERS if told else None

    @api.model
    def _get_audience_domain(self, audience):
        """Return the domain of records whose fields for the audience the user is told."""
        if audience == HOME:
            return Domain("company_id", "in", self.env.companies.ids)
        return Domain("id", "in", self._search_conversations())

    @api.model
    def _search_conversations(self):
        """Return the query of records that the user works with, or of which a to-do is theirs."""
        may = self.env["ir.model.access"].check(self._name, "write", raise_exception=False)
        rule = self.env["ir.rule"]._compute_domain(self._name, "write") if may else Domain.FALSE
        assigned = self.env["mail.activity"].sudo()._search([("res_model", "=", self._name), ("user_id", "=", self.env.uid)])
        everything = self.sudo().with_context(active_test=False)
        return everything._search(rule | Domain("id", "in", assigned.subselect(SQL.identifier(assigned.table, "res_id"))))

    @api.model
    def _read_group(self, domain, groupby=(), *args, **kwargs):
        return super()._read_group(self._with_groups_of_mine(domain, [groupby]), groupby, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, *args, **kwargs):
        return super()._read_grouping_sets(
            self._with_groups_of_mine(domain, grouping_sets), grouping_sets, *args, **kwargs,
        )

    @api.model
    def _with_groups_of_mine(self, domain, grouping_sets):
        """Return the domain of what a user may group by fields that are not told to every reader."""
        audiences = {self._get_audience(spec.partition(":")[0]) for groupby in grouping_sets for spec in groupby} - {None}
        return Domain.AND([domain, *map(self._get_audience_domain, audiences)]) if audiences and not self.env.su else domain

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load)
        told = {name for values in result for name, value in values.items() if value and name != "id"}
        for audience, names in self._group_by_audience(told).items():
            known = set(self._filtered_told(audience)._ids)
            for values in result:
                for name in names if values["id"] not in known else ():
                    values[name] = [] if self._fields[name].type in ("one2many", "many2many") else False
        return result

    @api.model
    def _group_by_audience(self, names):
        """Return {audience: names of fields} without what every reader is told; nothing for the superuser."""
        found = {}
        for name in names if not self.env.su else ():
            audience = self._get_audience(name)
            if audience:
                found.setdefault(audience, []).append(name)
        return found

    def _filtered_told(self, audience):
        if audience == HOME:
            own = self.env.companies
            return self.sudo().filtered(lambda record: record.company_id in own).sudo(False)
        found = self.sudo().with_context(active_test=False)._search(
            Domain("id", "in", self.ids) & self._get_audience_domain(audience),
        )
        return self & self.browse(found)

    def export_data(self, fields_to_export):
        asked = [path.replace(".", "/").partition("/")[0] for path in fields_to_export]
        for audience, names in self._group_by_audience(dict.fromkeys(asked)).items():
            if self - self._filtered_told(audience):
                raise AccessError(self.env._(
                    "%s: exported by those who work with all of these records. Leave it out.",
                    ", ".join(self._fields[name]._description_string(self.env) for name in names),
                ))
        return super().export_data(fields_to_export)

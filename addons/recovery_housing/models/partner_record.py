from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.tools import SQL


class PartnerRecord(models.AbstractModel):
    """Records of which people of another organisation of the consortium see a few fields, and nothing else.

    Rules say which records; this says which fields, ``_told_to_partners``. All others are empty there: on screens, in
    exports and for other programs. Who searches, groups or sums up by one of them is answered about own records alone.
    """

    _name = "recovery.partner.record"
    _description = "Record of which a partner organisation sees a part"

    _told_to_partners = frozenset()
    # Buttons in the header of the form that are for the other organisation as well.
    _partner_buttons = frozenset()
    _told_always = frozenset({"id", "display_name", "company_id", "is_of_partner", "is_shared_here", "partner_text"})

    is_of_partner = fields.Boolean(string="Of a partner organisation", compute="_compute_is_of_partner")
    partner_text = fields.Char(
        string="Between organisations", compute="_compute_partner_text", compute_sudo=True,
        help="What the organisations of a consortium have to do with the record.",
    )

    @api.depends("company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_is_of_partner(self):
        for record in self.sudo():
            record.is_of_partner = bool(record.company_id) and record.company_id not in self.env.companies

    @api.depends("company_id")
    @api.depends_context("allowed_company_ids", "lang")
    def _compute_partner_text(self):
        for record in self:
            record.partner_text = record._get_partner_text(record.is_of_partner)

    def _get_partner_text(self, is_of_partner):
        """Return in words whose one record (superuser) is and what that means for the reader, or False.

        :param bool is_of_partner: whether the reader works for another organisation
        """
        return False

    def _filtered_of_partner(self):
        """Return those of the records of which this user sees a part."""
        if self.env.su:
            return self.browse()
        own, records = self.env.companies, self.sudo()
        try:
            companies = records.company_id
        except MissingError:
            # Reading leaves out what is not there.
            records = records.exists()
            companies = records.company_id
        if not companies - own:
            return self.browse()
        return records.filtered(lambda record: record.company_id and record.company_id not in own).sudo(False)

    @api.model
    def _is_told(self, name):
        return name in self._told_to_partners or name in self._told_always

    def _empty_untold(self, names):
        return {
            name: [] if self._fields[name].type in ("one2many", "many2many") else False
            for name in names if name in self._fields and not self._is_told(name)
        }

    # Reading

    def _join_parts(self, names, own, partly):
        """Return dicts with “id” of own records and of others in the order of the records, with what is not told empty."""
        empty = self._empty_untold(names)
        found = {values["id"]: values for values in own}
        found.update({values["id"]: {**values, **empty} for values in partly})
        return [found[record_id] for record_id in self.ids if record_id in found]

    def _read_format(self, fnames, load="_classic_read"):
        partly = self._filtered_of_partner()
        if not partly:
            return super()._read_format(fnames, load)
        told = [name for name in fnames if self._is_told(name)]
        return self._join_parts(
            fnames, super(PartnerRecord, self - partly)._read_format(fnames, load),
            super(PartnerRecord, partly)._read_format(told, load),
        )

    def web_read(self, specification):
        partly = self._filtered_of_partner()
        if not partly:
            return super().web_read(specification)
        told = {name: wanted for name, wanted in specification.items() if self._is_told(name)}
        return self._join_parts(
            specification, super(PartnerRecord, self - partly).web_read(specification),
            super(PartnerRecord, partly).web_read(told),
        )

    web_read._readonly = False

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        partly = self._filtered_of_partner()
        if not partly:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        rows = []
        for record in self:
            labels, plain = record._split_export(fields) if record in partly else ({}, range(len(fields)))
            found = super(PartnerRecord, record)._export_rows(
                [fields[place] for place in plain], _is_toplevel_call=_is_toplevel_call,
            )
            for row in found or [[]]:
                values = {**labels, **dict(zip(plain, row, strict=True))}
                rows.append([values.get(place, "") for place in range(len(fields))])
                labels = {}
        return rows

    def _split_export(self, paths):
        """Return ({place: name of what is told but closed}, places of what is told) of the columns, for one record."""
        labels, plain = {}, []
        for place, path in enumerate(paths):
            linked = self[path[0]] if self._is_told(path[0]) and self._fields[path[0]].type == "many2one" else None
            if linked is None or linked.has_access("read"):
                plain += [place] if self._is_told(path[0]) else []
            elif path[1:] in ([], ["display_name"]):
                labels[place] = linked.sudo().display_name
        return labels, plain

    # Searching

    @api.model
    def _own_where_untold(self, domain, names=()):
        """Return the domain, restricted to own records where it or ``names`` ask for what partners are not told."""
        asked = {condition.field_expr for condition in Domain(domain).iter_conditions()} | set(names)
        if self.env.su or all(self._is_told(name.split(":")[0].split(".")[0]) for name in asked):
            return domain
        return Domain(domain) & Domain("company_id", "in", self.env.companies.ids)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        if not bypass_access:
            domain = self._own_where_untold(domain)
        return super()._search(
            domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access,
        )

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        names = [*groupby, *(name for name in aggregates if name != "__count")]
        return super()._read_group(
            self._own_where_untold(domain, names), groupby, aggregates, having, offset, limit, order,
        )

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Records of others come after the own ones, in an order that says nothing, where that is by what is not told."""
        term = super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        if not term or self.env.su or self._is_told(field_name.split(".")[0]):
            return term
        return SQL(
            "CASE WHEN %s IN %s THEN 0 ELSE %s END, %s", SQL.identifier(alias, "company_id"),
            tuple(self.env.companies.ids), SQL.identifier(alias, "id"), term,
        )

    # Screens

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Fields of others are not for writing; buttons and pages about what is not told are not there."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for node in arch.xpath("//field[not(ancestor::field)]"):
                name = node.get("name")
                if not self._is_told(name):
                    self._set_modifier(node, "invisible")
                # A condition in the view would open what is read-only by itself.
                elif node.get("readonly") or not self._fields[name].readonly:
                    self._set_modifier(node, "readonly")
                if not self._is_told(node.get("name")):
                    self._set_modifier(node, "invisible")
            for node in arch.xpath("//button[not(ancestor::field)] | //notebook/page"):
                if node.get("name") not in self._partner_buttons:
                    self._set_modifier(node, "invisible")
        return arch, view

    @api.model
    def _set_modifier(self, node, name):
        before = node.get(name)
        if before not in ("1", "True"):
            node.set(name, f"({before}) or is_of_partner" if before else "is_of_partner")

    def _log_printing(self):
        """Papers are for those who have all of it."""
        if self._filtered_of_partner():
            raise AccessError(self.env._("Papers of another organisation are printed there."))
        return super()._log_printing()

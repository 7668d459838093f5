from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ClientRecord(models.AbstractModel):
    """What every record about one client shares: the client, the company, the log.

    A client is not checked by ``check_company``: a consent may show the person to
    another company, so the client itself says which companies see it.
    """

    _name = "recovery.client.record"
    _inherit = ["recovery.access.logged", "recovery.prechecked"]
    _description = "Record about a client"
    _check_company_auto = True
    # By code for everyone, by nickname and name for whoever may see them: see the client.
    _rec_names_search = ["client_id"]

    client_id = fields.Many2one(
        "recovery.client", required=True, index=True, ondelete="restrict",
        domain="[('company_ids', '=', company_id)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company,
    )

    @api.model
    def _get_client_fields(self):
        """Return the names of the fields that name a client."""
        return [
            name for name, field in self._fields.items()
            if field.type == "many2one" and field.comodel_name == "recovery.client"
        ]

    @api.model
    def _get_checked_client_fields(self):
        """Return the names of the fields whose clients the company has to see when they are written.

        A client that follows from another record of the company, such as that of a fee from its stay, was seen when
        that one was made: what began by a consent is brought to its end without it.
        """
        return [name for name in self._get_client_fields() if not self._fields[name].related]

    @api.constrains(lambda self: (*self._get_client_fields(), "company_id"))
    def _check_client_company(self):
        for name in self._get_checked_client_fields():
            for record in self.sudo():
                client = record[name]
                if client and not client._is_shared_with(record.company_id):
                    raise ValidationError(self.env._(
                        "%(field)s: %(code)s belongs to another company than this record (%(company)s). Choose a client "
                        "of that company, or record the client’s consent to be shared with it.",
                        field=self._fields[name]._description_string(self.env), code=client.code,
                        company=record.company_id.name,
                    ))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._with_clients(vals_list))

    def write(self, vals):
        [vals] = self._with_clients([vals])
        return super().write(vals)

    def export_data(self, fields_to_export):
        """Export people whom a partner shares no more by the code, as they are read, instead of refusing the whole file."""
        people = self._get_client_fields()
        columns = {
            index: name for index, path in enumerate(fields_to_export)
            for name, _slash, rest in [path.partition("/")] if name in people and rest in ("", "display_name")
        }
        clients = self.env["recovery.client"].union(*(self.mapped(name) for name in set(columns.values())))
        if self.env.su or clients == clients._filtered_access("read"):
            return super().export_data(fields_to_export)
        result = super().export_data([".id" if index in columns else path for index, path in enumerate(fields_to_export)])
        for row in result["datas"]:
            for index, name in columns.items():
                row[index] = (self.browse(int(row[index]))[name].sudo().display_name or "") if row[index] else ""
        return result

    @api.model
    def _with_clients(self, vals_list):
        """Return values that name clients whom the user may see, and the kept client instead of a merged one.

        What a screen or a device still holds from before a merge is not lost and does not bring the merged
        file back to life. And an episode in one's own programme does not open the file of anybody: a hidden
        client and one who does not exist are refused with the same words.

        :raises ValidationError: where a client is named whom the user may not see
        """
        names = self._get_client_fields()
        named = {vals[name] for vals in vals_list for name in names if vals.get(name)}
        if not named:
            return vals_list
        visible, into = self._find_visible(named), {}
        if any(client.merged_into_id for client in visible) or named - set(visible.ids):
            into = self._get_merged_into(named)
            visible = self._find_visible({into.get(client_id, client_id) for client_id in named})
        vals_list = [
            {**vals, **{name: into[vals[name]] for name in names if vals.get(name) in into}} for vals in vals_list
        ] if into else vals_list
        for name in names if not self.env.su else ():
            if {vals[name] for vals in vals_list if vals.get(name)} - set(visible.ids):
                raise ValidationError(self.env._(
                    "%s: choose a client of one of your programmes.", self._fields[name]._description_string(self.env),
                ))
        return vals_list

    @api.model
    def _find_visible(self, ids):
        """Return those of the clients with these ids whom the user sees, in one query with what their records ask."""
        Client = self.env["recovery.client"].with_context(active_test=False)
        # Odoo does not bring computed many2many fields up to date before a rule searches by them.
        Client.flush_model(["program_ids"])
        return Client.search_fetch([("id", "in", list(ids))], ["company_id", "restricted", "code", "merged_into_id"])

    @api.model
    def _get_merged_into(self, ids):
        """Return {id of a merged client: id of the kept one}; the merged file itself is hidden from most."""
        self.env["recovery.client"].flush_model(["merged_into_id"])
        return dict(self.env.execute_query(SQL(
            "SELECT id, merged_into_id FROM recovery_client WHERE id IN %s AND merged_into_id IS NOT NULL", tuple(ids),
        )))

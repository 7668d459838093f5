from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ClientRecord(models.AbstractModel):
    """What every record about one client shares: the client, the company, the log.

    A client is not checked by ``check_company``: later a consent may show the
    person to another company, so the client itself says which companies see it.
    """

    _name = "recovery.client.record"
    _inherit = ["recovery.access.logged"]
    _description = "Record about a client"
    _check_company_auto = True
    # By code for everyone, by nickname and name for whoever may see them: see the client.
    _rec_names_search = ["client_id"]

    client_id = fields.Many2one(
        "recovery.client", required=True, index=True, ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
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

    @api.constrains(lambda self: (*self._get_client_fields(), "company_id"))
    def _check_client_company(self):
        for name in self._get_client_fields():
            for record in self.sudo():
                client = record[name]
                if client and not client._is_shared_with(record.company_id):
                    raise ValidationError(self.env._(
                        "%(field)s: %(code)s belongs to another company than this record (%(company)s). "
                        "Choose a client of that company.",
                        field=self._fields[name]._description_string(self.env), code=client.code,
                        company=record.company_id.name,
                    ))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._follow_merged(vals_list)
        self._check_clients_visible(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        [vals] = self._follow_merged([vals])
        self._check_clients_visible([vals])
        return super().write(vals)

    @api.model
    def _follow_merged(self, vals_list):
        """Return values that name the kept client where they name a merged one.

        What a screen or a device still holds from before the merge is not lost and does not bring
        the merged file back to life.
        """
        names = self._get_client_fields()
        named = {vals[name] for vals in vals_list for name in names if vals.get(name)}
        if not named:
            return vals_list
        self.env["recovery.client"].flush_model(["merged_into_id"])
        into = dict(self.env.execute_query(SQL(
            "SELECT id, merged_into_id FROM recovery_client WHERE id IN %s AND merged_into_id IS NOT NULL", tuple(named),
        )))
        return [
            {**vals, **{name: into[vals[name]] for name in names if vals.get(name) in into}} for vals in vals_list
        ] if into else vals_list

    @api.model
    def _check_clients_visible(self, vals_list):
        """Raise ValidationError where values name a client whom the user may not see.

        Otherwise an episode in one's own programme would open the file of anybody. A hidden
        client and one who does not exist are refused with the same words.
        """
        names = [name for name in self._get_client_fields() if any(vals.get(name) for vals in vals_list)]
        if self.env.su or not names:
            return
        named = {vals[name] for vals in vals_list for name in names if vals.get(name)}
        Client = self.env["recovery.client"].with_context(active_test=False)
        # Odoo does not bring computed many2many fields up to date before a rule searches by them.
        Client.flush_model(["program_ids"])
        visible = Client.search_fetch([("id", "in", list(named))], ["company_id", "restricted", "code"])
        for name in names:
            if {vals[name] for vals in vals_list if vals.get(name)} - set(visible.ids):
                raise ValidationError(self.env._(
                    "%s: choose a client of one of your programmes.", self._fields[name]._description_string(self.env),
                ))

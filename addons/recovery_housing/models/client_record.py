from odoo import api, models


class ClientRecord(models.AbstractModel):
    """Naming a record about a resident asks for the right to read it.

    Otherwise a visit, a leave or a deposit of one's own for the stay of a hidden person would be refused in other words
    than for one that is not there, and tell that somebody lives here.
    """

    _inherit = "recovery.client.record"

    @api.model
    def _with_clients(self, vals_list):
        if not self.env.su:
            for name, field in self._fields.items():
                if field.type == "many2one" and self._is_of_housing(field.comodel_name):
                    ids = {vals[name] for vals in vals_list if vals.get(name)}
                    # Whoever names none need not be able to: an administrator has no stays, and adds photos of houses.
                    if ids:
                        self.env[field.comodel_name].browse(sorted(ids)).check_access("read")
        return super()._with_clients(vals_list)

    def _check_still_shared(self):
        """Raise ValidationError where the organisation of one of the records (superuser) may no longer have the client.

        Whoever withdraws the consent at the same moment waits, and then finds what was done.
        """
        foreign = self.filtered(lambda record: record.client_id.company_id != record.company_id)
        for company, records in foreign.grouped("company_id").items():
            records.client_id._claim_sharing(company)
        foreign._check_client_company()

    @api.model
    def _is_of_housing(self, model):
        """Return whether records of a model are about residents: records about a client that this add-on brings."""
        found = self.env[model]
        return hasattr(found, "_get_client_fields") and found._original_module == "recovery_housing"

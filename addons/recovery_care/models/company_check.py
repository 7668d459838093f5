from odoo import models


class CompanyCheck(models.AbstractModel):
    """The check that a record names nothing of another company, asked of many records at once.

    Odoo asks record by record and field by field, which costs more than storing a service does.
    What names only things of its own company, or of none, is fine by any rule; of the others Odoo is asked.
    """

    _name = "recovery.company.check"
    _description = "Company check of many records"

    def _check_company(self, fnames=None):
        names = self._fields if fnames is None or "company_id" in fnames else fnames
        fields = [field for name in names if (field := self._fields[name]).relational and field.check_company]
        if "company_id" not in self._fields or any(field.company_dependent for field in fields):
            return super()._check_company(fnames)
        odd = set()
        for company, records in self.sudo().grouped("company_id").items():
            if not all(self._is_of_company(records[field.name], company) for field in fields):
                odd.update(records.ids)
        # Without any it says nothing, and asks nothing.
        return super(CompanyCheck, self.filtered(lambda record: record.id in odd))._check_company(fnames)

    @staticmethod
    def _is_of_company(named, company):
        """Return whether records are of a company or of none. Users belong to several: that is for Odoo to say."""
        return not named or "company_id" in named._fields and named._name != "res.users" and named.company_id <= company

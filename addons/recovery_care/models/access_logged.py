from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import MissingError

# True while a list or an outer record is being read. A context key would not do:
# whoever calls by RPC chooses the context, and could read without a trace.
_inside = ContextVar("recovery_access_log_inside", default=False)


@contextmanager
def _outermost():
    """Yield True for the first of nested reads, the one that is logged."""
    if _inside.get():
        yield False
        return
    token = _inside.set(True)
    try:
        yield True
    finally:
        _inside.reset(token)


class AccessLogged(models.AbstractModel):
    """Leaves a line in the access log whenever a file of a client is opened or exported.

    Opening a form and reading records by RPC count as "open", Odoo's export as
    "export"; printing is caught where reports are rendered. Lists and drop-downs
    are not logged: they are not a person's file.
    """

    _name = "recovery.access.logged"
    _description = "Records whose reading is logged"

    def _get_logged_clients(self):
        """Return the clients (superuser) whose file these records belong to."""
        return self.sudo().client_id

    def _filtered_hidden(self):
        """Return the records that do not exist for this user: about restricted clients without naming the user.

        Where one such record is refused, ``ir.rule`` answers as for a missing record; reading
        leaves it out, as Odoo leaves out missing records.
        """
        if self.env.su:
            return self.browse()
        user = self.env.user
        return self.sudo().exists().filtered(lambda record: record._is_hidden_from(user)).sudo(False)

    def _is_hidden_from(self, user):
        """Return whether one record (superuser) tells of a restricted client who does not name ``user``."""
        return any(client._is_secret_to(user) for client in self._get_telling_clients())

    def _get_telling_clients(self):
        """Return the clients whose existence one record gives away."""
        return self._get_logged_clients()

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Messages on a client's file are for those who work with it, not for everybody who sees its code."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation == "read":
            return dict.fromkeys(operations, "write")
        return operations

    def _log_reading(self, action):
        """Leave a line with the organisation whose records these are: what it does for somebody is not told to others."""
        if self.env.su:
            return
        Log = self.env["recovery.access.log"]
        companies = self.sudo().grouped("company_id") if "company_id" in self._fields else {None: self}
        for company, records in companies.items():
            Log._log(records.sudo(False)._get_logged_clients()._origin, action, self._name, company=company)

    @api.model
    @api.readonly
    def web_search_read(self, *args, **kwargs):
        with _outermost():
            return super().web_search_read(*args, **kwargs)

    @api.model
    @api.readonly
    def web_read_group(self, *args, **kwargs):
        with _outermost():
            return super().web_read_group(*args, **kwargs)

    def _without_hidden(self):
        """Return the records without the hidden ones, ready to be read by this user.

        Cached lists of lines are dropped: read as superuser a moment ago, they hold lines
        that this user may not see.
        """
        # Whoever may not read the model at all is told so for every id; without a record Odoo would not ask.
        self.browse().check_access("read")
        records = self - self._filtered_hidden()
        if not self.env.su:
            records.invalidate_recordset([
                name for name, field in self._fields.items() if field.type in ("one2many", "many2many")
            ])
        return records

    def web_read(self, specification):
        with _outermost() as outermost:
            records = self._without_hidden() if outermost else self
            result = super(AccessLogged, records).web_read(specification)
            if outermost and specification.keys() - {"id", "display_name"}:
                self.browse(values["id"] for values in result)._log_reading("open")
        return result

    # The log line makes reading a write: a read-only cursor would only be retried.
    web_read._readonly = False

    def read(self, fields=None, load="_classic_read"):
        with _outermost() as outermost:
            records = self._without_hidden() if outermost else self
            result = super(AccessLogged, records).read(fields, load)
            if outermost:
                self.browse(values["id"] for values in result)._log_reading("open")
        return result

    read._readonly = False

    @api.model
    def search_read(self, *args, **kwargs):
        """Programs read this way; the web client's lists use ``web_search_read``."""
        with _outermost() as outermost:
            result = super().search_read(*args, **kwargs)
            if outermost:
                self.browse(values["id"] for values in result)._log_reading("open")
        return result

    search_read._readonly = False

    def has_access(self, operation):
        """A record that is missing answers like one that is refused, not with an error."""
        try:
            return super().has_access(operation)
        except MissingError:
            return False

    def get_external_id(self):
        hidden = self._filtered_hidden()
        return {**super(AccessLogged, self - hidden).get_external_id(), **dict.fromkeys(hidden.ids, "")}

    def get_metadata(self):
        # Odoo looks up the names of records in files without asking whether the user may read the records.
        hidden = set(self._filtered_hidden().ids)
        result = super().get_metadata()
        for values in result:
            if values["id"] in hidden:
                values.update(xmlid=False, noupdate=False, xmlids=[])
        return result

    def export_data(self, fields_to_export):
        # Odoo exports the ids of records that the user may not read.
        self.check_access("read")
        with _outermost() as outermost:
            if outermost:
                self._without_hidden()
            result = super().export_data(fields_to_export)
            if outermost:
                self._log_reading("export")
        return result

    def _log_printing(self):
        self._log_reading("print")

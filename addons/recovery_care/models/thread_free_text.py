from odoo import models
from odoo.exceptions import UserError


class ThreadFreeText(models.AbstractModel):
    """Conversations about clients: closed where the programme keeps no free text.

    What the program itself says there (a change of state, an activity done) is no free text.
    """

    _name = "recovery.private.thread"
    _inherit = ["recovery.private.thread", "recovery.free.text"]

    _free_text_paths = ()

    def _check_conversation_allowed(self):
        """Raise UserError where the programmes of one of these records keep no free text."""
        if self.env.su:
            return
        for record in self:
            programs = record._get_free_text_programs()
            if programs:
                raise UserError(self.env._(
                    "Message: the programme “%s” keeps no free text about clients.", programs[0].name,
                ))

    def message_post(self, *, body="", **kwargs):
        if self._is_text(body):
            self._check_conversation_allowed()
        return super().message_post(body=body, **kwargs)

    def _message_update_content(self, message, /, *, body, **kwargs):
        if self._is_text(body):
            self._check_conversation_allowed()
        return super()._message_update_content(message, body=body, **kwargs)

    def _thread_to_store(self, store, fields, *, request_list=None):
        """The buttons to write are greyed where nothing may be written."""
        result = super()._thread_to_store(store, fields, request_list=request_list)
        if request_list is not None and store.target.is_current_user(self.env):
            for thread in self.filtered(lambda record: record._get_free_text_programs()):
                store.add(thread, {"hasWriteAccess": False, "canPostOnReadonly": False}, as_thread=True)
        return result

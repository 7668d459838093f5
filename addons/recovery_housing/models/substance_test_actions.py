from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SubstanceTestActions(models.Model):
    """The way of a sample from hand to hand: sealed, sent, answered, confirmed; cancelled and corrected."""

    _inherit = "recovery.substance.test"

    def action_seal(self, seal_number=None):
        """Write down that the samples are sealed.

        :param str seal_number: number on the seal of one sample
        """
        self.write({
            "state": "sealed", "sealed_on": fields.Datetime.now(), "sealed_by_id": self.env.uid,
            **({"seal_number": seal_number} if seal_number else {}),
        })

    def action_send(self):
        """Write down that the samples went to their laboratories.

        :raises UserError: where no laboratory is named
        """
        for test in self:
            if not test.laboratory_id:
                raise UserError(self.env._("Laboratory: say to whom %s is sent.", test.number))
        self.write({"state": "sent", "sent_on": fields.Datetime.now(), "sent_by_id": self.env.uid})

    def action_report(self):
        """Write down that the laboratory has answered; its findings stand in the lines."""
        self.write({"state": "reported", "reported_on": fields.Datetime.now()})

    def action_confirm(self):
        """Confirm the results; from now on they are corrected, not rewritten.

        :raises ValidationError: while a result is awaited
        """
        self.write({"state": "confirmed", "confirmed_on": fields.Datetime.now(), "confirmed_by_id": self.env.uid})

    def action_cancel(self, reason):
        """Take tests out of every count; confirmed ones are reserved for programme managers.

        :param str reason: a value of ``cancel_reason``
        """
        self.write({"state": "cancelled", "cancel_reason": reason})

    def action_correct(self, reason):
        """Cancel one test and begin another one of the same sample in its place.

        :param str reason: a value of ``cancel_reason``
        :return: the new test (recordset), to be corrected and confirmed
        """
        self.ensure_one()
        self.action_cancel(reason)
        # The steps of the chain were gone through once: a correction says so by what it corrects.
        return self.copy({"corrects_id": self.id, "result": self.result})

    def action_open_cancel(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.substance.test.cancel", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Cancel or correct the test"),
            "context": {"default_test_id": self.id},
        }

    def action_all_negative(self):
        """Answer “negative” for every substance that has no answer of the kit yet, and for a breath test that shows zero."""
        breath = self.filtered(lambda test: test.kind == "breath")
        breath.filtered(lambda test: test.result == "awaited").write({"result": "negative"})
        for test in self - breath:
            test.line_ids = [
                Command.update(line.id, {"screening": "negative"}) for line in test.line_ids if not line.screening
            ]

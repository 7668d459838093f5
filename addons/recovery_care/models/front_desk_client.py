from odoo import api, models
from odoo.exceptions import ValidationError


class FrontDeskClient(models.AbstractModel):
    """A new client met at the front desk, by a code that is typed, built or the next number."""

    _inherit = "recovery.front.desk"

    @api.model
    def create_client(self, program_id, values):
        """Create a pseudonymous client first met in the programme, unless the code is known already.

        :param dict values: ``code`` (typed; empty: built from ``inputs`` where the programme has a scheme, else the
            next number), ``inputs`` (what the scheme asks for, see ``get_code_inputs`` of the client), ``nickname``,
            ``gender``, ``birth_year``; ``confirmed``: somebody looked at the people with this code, it is another person
        :return: {``status``: ``created``, ``client``: as ``search_clients`` returns it}, or
            {``status``: ``exists``, ``code``, ``suggestion`` (a free code), ``matches``: as ``build_code`` of the client
            returns its collisions}, or {``status``: ``taken``, ``code``, ``suggestion``} where nobody whom the user may
            see bears the code; nothing is saved in these two cases
        :raises ValidationError: for a programme where the user does not work, or naming what is wrong
        """
        if not self.env["recovery.program"].search_count([("id", "=", program_id), ("user_ids", "in", self.env.uid)]):
            raise ValidationError(self.env._("Programme: you do not work there. Choose one of your own."))
        Client = self.env["recovery.client"]
        told = {
            name: value for name, value in {
                **(values.get("inputs") or {}), "gender": values.get("gender"), "birth_year": values.get("birth_year"),
                "code": (values.get("code") or "").strip(),
            }.items() if value
        }
        built = Client.build_code(told, program_id)
        if built["collisions"] and not values.get("confirmed"):
            return {
                "status": "exists", "code": built["code"], "suggestion": built["suggestion"],
                "matches": built["collisions"],
            }
        if built["code"] and not built["is_free"]:
            return {"status": "taken", "code": built["code"], "suggestion": built["suggestion"]}
        nickname = (values.get("nickname") or "").strip()
        created = Client.create_with_code(
            told, program_id, client_values={"nickname": nickname} if nickname else None,
        )
        client, = self._describe_clients(Client.browse(created["id"]), program_id)
        return {"status": "created", "client": client}

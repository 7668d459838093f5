from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Asked in the dialog, used for the code, and never written to the database.
UNSTORED = ("first_name", "last_name", "mother_name", "birth_day", "birth_month")
INPUTS = (*UNSTORED, "birth_year", "gender")


class CodeNew(models.TransientModel):
    """New client by a code: asks for the parts of the scheme, shows who bears the code, keeps a hash."""

    _name = "recovery.code.new"
    _description = "New code"

    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, domain="[('user_ids', 'in', uid)]",
        default=lambda self: self._default_program(),
    )
    asked = fields.Char(compute="_compute_asked", help="Names of the inputs of the scheme.")
    first_name = fields.Char(string="First name", store=False)
    last_name = fields.Char(string="Last name", store=False)
    mother_name = fields.Char(string="Mother's first name", store=False)
    birth_day = fields.Integer(string="Day of birth", store=False)
    birth_month = fields.Integer(string="Month of birth", store=False)
    birth_year = fields.Integer(string="Year of birth")
    gender = fields.Selection(
        selection=lambda self: self.env["recovery.client"]._fields["gender"]._description_selection(self.env),
        required=True, default="unknown",
    )
    code = fields.Char(compute="_compute_code", store=True, readonly=False, help="Empty: the next number.")
    code_hash = fields.Char(groups=fields.NO_ACCESS)
    notice = fields.Char(compute="_compute_bearers")
    bearers = fields.Html(string="Known already", compute="_compute_bearers", sanitize=False)
    is_known = fields.Boolean(string="The same person", compute="_compute_bearers")
    match_id = fields.Many2one("recovery.client", string="Known client", readonly=True, ondelete="cascade")
    identity = fields.Selection(
        [("pseudonymous", "Pseudonymous"), ("anonymous", "Anonymous")], required=True, default="pseudonymous",
        help="Anonymous: nothing but the code is kept, and the person is not recognised by what they tell.",
    )
    nickname = fields.Char()

    @api.model
    def _default_program(self):
        Program = self.env["recovery.program"]
        own = [("user_ids", "in", self.env.uid), ("company_id", "=", self.env.company.id)]
        return Program.search([*own, ("code_scheme_id", "!=", False)], limit=1) or Program.search(own, limit=1)

    @api.depends("program_id")
    def _compute_asked(self):
        for dialog in self:
            dialog.asked = ",".join(dialog.program_id.code_scheme_id._get_inputs() if dialog.program_id else [])

    def _get_told(self):
        return {name: self[name] for name in INPUTS if self[name]}

    @api.depends("program_id", *INPUTS)
    def _compute_code(self):
        for dialog in self:
            # What was told is gone with the first saving; the code that came of it stays.
            if not dialog._origin.id:
                dialog.code = dialog._build()["suggestion"]
            else:
                dialog.code = dialog.code

    @api.depends("program_id", "code", *INPUTS)
    def _compute_bearers(self):
        for dialog in self:
            built = dialog._build()
            if dialog.code and dialog.code != built["suggestion"]:
                built = dialog._build(dialog.code)
            dialog.notice = built["notice"]
            dialog.is_known = any(bearer["same_person"] for bearer in built["collisions"])
            dialog.bearers = self.env["ir.qweb"]._render(
                "recovery_care.code_bearers", {"bearers": built["collisions"]},
            ) if built["collisions"] else False

    def _build(self, code=False):
        """Return ``build_code`` of one dialog; what is wrong with an input is its notice."""
        try:
            return self.env["recovery.client"].build_code(
                {**self._get_told(), **({"code": code} if code else {})}, self.program_id.id)
        except ValidationError as error:
            return {"suggestion": False, "code": False, "notice": str(error), "collisions": []}

    @api.model_create_multi
    def create(self, vals_list):
        """Save the dialogs with the hash of what was told instead of what was told."""
        secrets, kept_list = [], []
        for vals in vals_list:
            kept = {name: value for name, value in vals.items() if name not in UNSTORED}
            told = {name: vals[name] for name in INPUTS if vals.get(name)}
            program = self.env["recovery.program"].browse(vals.get("program_id") or self._default_program().id)
            # A wrong input is refused here, where the form still has what was typed.
            built = self.env["recovery.client"].build_code(told, program.id)
            kept.setdefault("code", built["suggestion"])
            secrets.append(self._get_secrets(told, program, built))
            kept_list.append(kept)
        dialogs = super().create(kept_list)
        for dialog, vals in zip(dialogs, secrets, strict=True):
            dialog.sudo().write(vals)
        return dialogs

    def write(self, vals):
        kept = {name: value for name, value in vals.items() if name not in UNSTORED}
        if len(kept) < len(vals):
            for dialog in self:
                told = {**dialog._get_told(), **{name: vals[name] for name in INPUTS if vals.get(name)}}
                built = self.env["recovery.client"].build_code(told, dialog.program_id.id)
                super(CodeNew, dialog.sudo()).write(self._get_secrets(told, dialog.program_id, built))
        return super().write(kept)

    @api.model
    def _get_secrets(self, told, program, built):
        """Return what is kept of the inputs: their hash, and who told them before."""
        known = [bearer["id"] for bearer in built["collisions"] if bearer["same_person"]]
        return {
            "code_hash": self.env["recovery.client"]._get_code_hash(told, program), "match_id": known[0] if known else False,
        }

    def action_open(self):
        """Forget the dialog and open the client who told the same before."""
        self.ensure_one()
        client = self.match_id
        self.unlink()
        return self._get_client_action(client)

    @api.model
    def _get_client_action(self, client):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.client", "view_mode": "form",
            "views": [(False, "form")], "res_id": client.id,
        }

    def action_create(self):
        """Create the client, forget the dialog and open the client."""
        self.ensure_one()
        Client = self.env["recovery.client"]
        values = {"identity": self.identity, **({"nickname": self.nickname} if self.nickname else {})}
        told = {"gender": self.gender, "birth_year": self.birth_year, "code": self.code}
        client = Client.browse(Client.create_with_code(told, self.program_id.id, client_values=values)["id"])
        if client.identity != "anonymous":
            client.sudo().code_hash = self.sudo().code_hash
        self.unlink()
        return self._get_client_action(client)

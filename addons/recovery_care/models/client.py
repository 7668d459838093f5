from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..table_rules import Check, Unique

IDENTITY = "recovery_care.group_identity"
NICKNAME = "recovery_care.group_nickname"
# Groups with an access line for the records listed on the client: whoever has none cannot read the list.
FACTS = "recovery_care.group_staff,recovery_care.group_coded"
RELATIVES = "recovery_care.group_staff,recovery_care.group_privacy"
SUBSTANCES = "recovery_care.group_staff,recovery_care.group_data,recovery_care.group_auditor"
PERSONAL = ("first_name", "last_name", "birthdate", "phone", "email", "address")


class Client(models.Model):
    """A person served, known by a code.

    Not a contact: contacts are readable by every employee, and being a client is
    itself a secret. Fields that tell who the person is carry the identity group.
    """

    _name = "recovery.client"
    _description = "Client"
    _inherit = ["recovery.private.thread", "mail.activity.mixin", "recovery.access.logged", "recovery.prechecked"]
    _order = "code desc, id desc"
    _mail_post_access = "write"
    _check_company_auto = True

    code = fields.Char(
        required=True, copy=False, index="trigram", default="/", tracking=True,
        help="Unique in the company; made from the sequence unless typed.",
    )
    identity = fields.Selection(
        [("anonymous", "Anonymous"), ("pseudonymous", "Pseudonymous"), ("identified", "Identified")],
        required=True, default=lambda self: self._default_identity(), tracking=True,
        help="Anonymous: nothing but a code. Pseudonymous: known by a nickname. Identified: known by name.",
    )
    first_name = fields.Char(string="First name", groups=IDENTITY, copy=False)
    last_name = fields.Char(string="Last name", groups=IDENTITY, copy=False)
    name = fields.Char(string="Full name", compute="_compute_name", groups=IDENTITY)
    name_folded = fields.Char(
        compute="_compute_name_folded", store=True, index="trigram", groups=IDENTITY,
        help="The name without diacritics and capitals, for search and for finding duplicates.",
    )
    nickname = fields.Char(groups=NICKNAME, copy=False)
    birthdate = fields.Date(groups=IDENTITY, copy=False)
    birth_year = fields.Integer(
        string="Birth year", compute="_compute_birth_year", store=True, readonly=False, aggregator=None,
    )
    age = fields.Integer(compute="_compute_age", compute_sudo=True, aggregator=None)
    age_group = fields.Selection(
        string="Age group",
        selection=[("child", "Child (under 13)"), ("adolescent", "Adolescent (13–17)"), ("adult", "Adult")],
        compute="_compute_age", compute_sudo=True,
    )
    gender = fields.Selection(
        [("female", "Female"), ("male", "Male"), ("other", "Other"), ("unknown", "Not known")],
        default="unknown", required=True,
    )
    phone = fields.Char(groups=IDENTITY, copy=False)
    phone_e164 = fields.Char(
        string="Phone (international)", compute="_compute_phone_e164", store=True, index="btree_not_null",
        groups=IDENTITY,
    )
    email = fields.Char(groups=IDENTITY, copy=False)
    address = fields.Text(groups=IDENTITY, copy=False)
    language = fields.Selection(selection="_selection_language", help="The language the person speaks with us.")
    country_id = fields.Many2one("res.country", string="Nationality", ondelete="restrict")
    district_id = fields.Many2one("recovery.district", ondelete="restrict", index="btree_not_null", check_company=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True, tracking=True)
    restricted = fields.Boolean(
        copy=False, help="Only the users named here know that this person is a client.",
    )
    restricted_user_ids = fields.Many2many(
        "res.users", "recovery_client_restricted_user_rel", "client_id", "user_id",
        string="Visible to", copy=False,
    )
    intake_program_id = fields.Many2one(
        "recovery.program", string="First met in", index="btree_not_null", check_company=True,
        default=lambda self: self._default_intake_program(),
        help="The staff of this programme see the person before an episode begins.",
    )
    program_ids = fields.Many2many(
        "recovery.program", "recovery_client_program_rel", "client_id", "program_id", string="Programmes",
        compute="_compute_program_ids", store=True, compute_sudo=True, context={"active_test": False},
        help="Programmes whose staff see this person: of the first contact and of every episode.",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Invoice or portal contact", copy=False, ondelete="restrict", index="btree_not_null",
        check_company=True,
        groups="recovery_care.group_manager,recovery_care.group_finance",
        help="Only where an invoice or a portal account needs one; it is named by the code.",
    )
    episode_ids = fields.One2many("recovery.episode", "client_id", string="Episodes", groups=FACTS)
    relation_ids = fields.One2many("recovery.relation", "client_id", string="Relations", groups=RELATIVES)
    relation_inverse_ids = fields.One2many(
        "recovery.relation", "related_client_id", string="Named as relative by", groups=RELATIVES,
    )
    substance_use_ids = fields.One2many(
        "recovery.substance.use", "client_id", string="Substance use", groups=SUBSTANCES,
    )
    delivery_ids = fields.One2many("recovery.delivery", "client_id", string="Services received", groups=FACTS)
    note_ids = fields.One2many("recovery.note", "client_id", string="Notes", groups="recovery_care.group_staff")
    ors_ids = fields.One2many(
        "recovery.ors", "client_id", string="ORS ratings", groups="recovery_care.group_clinical",
    )
    encounter_count = fields.Integer(string="Encounters", compute="_compute_service_totals", groups=FACTS)
    hours_total = fields.Float(string="Hours", compute="_compute_service_totals", aggregator=None, groups=FACTS)
    last_contact = fields.Date(string="Last contact", compute="_compute_service_totals", groups=FACTS)
    episode_active_ids = fields.One2many(
        "recovery.episode", compute="_compute_episode_active_ids", string="Open episodes", groups=FACTS,
    )
    ors_count = fields.Integer(
        string="ORS ratings count", compute="_compute_ors_count", groups="recovery_care.group_clinical",
    )
    relation_count = fields.Integer(string="Relatives", compute="_compute_relation_count", groups=RELATIVES)

    _code_uniq = Unique(
        "UNIQUE(company_id, code)", "Code: another client of the company has this code.",
        key=lambda row: (row["company_id"], row["code"]),
    )
    _identified = Check(
        "CHECK(identity <> 'identified' OR first_name IS NOT NULL OR last_name IS NOT NULL)",
        "Name: an identified client needs a first or last name. Without one, choose “Pseudonymous”.",
        holds=lambda row: row["identity"] != "identified" or bool(row["first_name"] or row["last_name"]),
    )
    _anonymous = Check(
        "CHECK(identity <> 'anonymous' OR num_nonnulls(first_name, last_name, birthdate, phone, email, address) = 0)",
        "Identity: an anonymous client has no name, birth date, phone, e-mail or address.",
        holds=lambda row: row["identity"] != "anonymous" or all(row[name] is None for name in PERSONAL),
    )
    _birth_year = Check(
        "CHECK(birth_year IS NULL OR birth_year = 0 OR birth_year BETWEEN 1900 AND 2100)",
        "Birth year: write four digits, such as 1987.",
        holds=lambda row: row["birth_year"] == 0 or 1900 <= row["birth_year"] <= 2100,
    )

    _restricted_idx = models.Index("(id) WHERE restricted")

    @api.model
    def _default_identity(self):
        return "identified" if self.env.user.has_group(IDENTITY) else "pseudonymous"

    @api.model
    def _default_intake_program(self):
        return self.env["recovery.program"].search(
            [("user_ids", "in", self.env.uid), ("company_id", "=", self.env.company.id)], limit=1,
        )

    @api.model
    def _selection_language(self):
        languages = self.env["res.lang"].sudo().with_context(active_test=False).search([])
        return [(language.code, language.name) for language in languages]

    @api.depends("episode_ids.program_id", "intake_program_id")
    def _compute_program_ids(self):
        for client in self:
            client.program_ids = client.episode_ids.program_id | client.intake_program_id

    def _compute_service_totals(self):
        Delivery = self.env["recovery.delivery"]
        rows = Delivery._read_group(
            [("client_id", "in", self.ids), ("state", "=", "done")], ["client_id"],
            ["encounter_id:count_distinct", "minutes:sum", "date:max"],
        ) if Delivery.has_access("read") else []
        totals = {client.id: figures for client, *figures in rows}
        for client in self:
            count, minutes, last = totals.get(client.id, (0, 0, False))
            client.encounter_count = count
            client.hours_total = (minutes or 0) / 60
            client.last_contact = last

    @api.depends("episode_ids.state")
    def _compute_episode_active_ids(self):
        for client in self:
            client.episode_active_ids = client.episode_ids.filtered(lambda episode: episode.state != "closed")

    @api.depends("ors_ids")
    def _compute_ors_count(self):
        counts = dict(self.env["recovery.ors"]._read_group(
            [("client_id", "in", self.ids)], ["client_id"], ["__count"],
        ))
        for client in self:
            client.ors_count = counts.get(client._origin, 0)

    @api.depends("relation_ids")
    def _compute_relation_count(self):
        for client in self:
            client.relation_count = len(client.relation_ids) + len(client.relation_inverse_ids)

    @api.constrains("company_id")
    def _check_company_of_facts(self):
        for client in self.sudo():
            if (client.episode_ids.program_id | client.intake_program_id).company_id - client.company_id:
                raise ValidationError(self.env._(
                    "Company: %s has episodes or a first programme in another company.", client.code,
                ))

    @api.constrains("restricted", "restricted_user_ids")
    def _check_restricted_users(self):
        for client in self.sudo():
            if client.restricted and not client.restricted_user_ids:
                raise ValidationError(self.env._("Visible to: name at least one user who may see this client."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("code", "/") in ("/", False, ""):
                company = vals.get("company_id") or self.env.company.id
                vals["code"] = self.env["ir.sequence"].with_company(company).next_by_code("recovery.client")
            self._check_may_restrict(vals)
        return super().create([self._with_own_restriction(vals) for vals in vals_list])

    def write(self, vals):
        self._check_may_restrict(vals)
        return super().write(self._with_own_restriction(vals))

    def _check_may_restrict(self, vals):
        """Raise AccessError where somebody without the right restricts a client or opens one up."""
        if self.env.su or not ({"restricted", "restricted_user_ids"} & vals.keys()):
            return
        if not self and not vals.get("restricted"):
            return
        user = self.env.user
        if not (user.has_group("recovery_care.group_manager") or user.has_group("recovery_care.group_privacy")):
            raise AccessError(self.env._("Restricted: only a programme manager or the privacy officer may change this."))

    def _with_own_restriction(self, vals):
        """Whoever restricts a client without naming users keeps seeing the person."""
        if vals.get("restricted") and not vals.get("restricted_user_ids") and not self.restricted_user_ids:
            return {**vals, "restricted_user_ids": [fields.Command.link(self.env.uid)]}
        return vals

    def _is_secret_to(self, user):
        """Return whether this client (superuser) is restricted and does not name ``user``."""
        return self.restricted and user not in self.restricted_user_ids

    def _get_logged_clients(self):
        return self.sudo()

    def action_new_encounter(self):
        """Open a new encounter with this client in the programme of the open episode."""
        self.ensure_one()
        companies = self.env.companies
        episodes = self.episode_active_ids.filtered(lambda episode: episode.company_id in companies)
        program = episodes[:1].program_id or self.intake_program_id.filtered(
            lambda program: program.sudo().company_id in companies,
        )
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.encounter", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("New encounter"),
            "context": {
                "default_program_id": program.id,
                "default_delivery_ids": [fields.Command.create({"client_id": self.id})],
            },
        }

    def action_open_encounters(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.encounter_action")
        return {**action, "domain": [("delivery_ids.client_id", "=", self.id)], "context": {}}

    def action_open_ors(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.ors_action")
        return {**action, "domain": [("client_id", "=", self.id)], "context": {"default_client_id": self.id}}

    def action_open_deliveries(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.delivery_action")
        return {**action, "domain": [("client_id", "=", self.id)], "context": {}}

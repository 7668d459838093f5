from odoo import api, fields, models


class StayAskPartnerHouse(models.TransientModel):
    _name = "recovery.stay.ask.partner.house"
    _description = "House of a partner that may be asked"

    ask_id = fields.Many2one("recovery.stay.ask.partner", required=True, index=True, ondelete="cascade")
    house_id = fields.Many2one("recovery.house", required=True, readonly=True, ondelete="cascade")
    kind_id = fields.Many2one("recovery.house.kind", compute="_compute_of_the_house", compute_sudo=True)
    organisation = fields.Char(compute="_compute_of_the_house", compute_sudo=True)
    capacity = fields.Integer(string="Places", compute="_compute_of_the_house", compute_sudo=True)
    gender_policy = fields.Selection(
        selection=lambda self: self.env["recovery.house"]._fields["gender_policy"]._description_selection(self.env),
        string="For", compute="_compute_of_the_house", compute_sudo=True,
    )
    is_asked = fields.Boolean(string="Asked", compute="_compute_is_asked", compute_sudo=True)

    @api.depends("house_id", "ask_id.stay_id")
    def _compute_of_the_house(self):
        """What is told of a house of another organisation, and of those alone that the dialog may list."""
        for line in self:
            house = line.house_id & line.ask_id.stay_id._find_partner_houses()
            line.kind_id, line.organisation = house.kind_id, house.company_id.name
            line.capacity, line.gender_policy = house.capacity, house.gender_policy

    @api.depends("house_id", "ask_id.stay_id")
    def _compute_is_asked(self):
        for line in self:
            line.is_asked = bool(line.env["recovery.housing.application"].search_count([
                ("from_stay_id", "=", line.ask_id.stay_id.id), ("house_id", "=", line.house_id.id),
                ("state", "in", ("applied", "waiting", "offered", "accepted")),
            ], limit=1))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_own_dialog(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_own_dialog([vals])
        return super().write(vals)

    @api.model
    def _check_own_dialog(self, vals_list):
        """Raise AccessError for lines of somebody else's dialog: houses tell with whom a person is shared."""
        asked = {vals["ask_id"] for vals in vals_list if vals.get("ask_id")}
        self.env["recovery.stay.ask.partner"].browse(asked).check_access("read")

    def action_ask(self):
        """Ask this house; opens the application as far as it is told to those who asked."""
        self.ensure_one()
        application = self.ask_id.stay_id.ask_partner_house(self.house_id.id, self.ask_id.note)
        return application.get_formview_action()

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import ValidationError


class NightPassage(models.Model):
    """People who came into a warming room or went out of it: a tap at the door."""

    _name = "recovery.night.passage"
    _description = "In and out of a night"
    _inherit = ["recovery.state.machine", "recovery.night.row", "recovery.prechecked"]
    _order = "moment desc, id desc"
    _rec_names_search = ["house_id"]
    _state_transitions = {"done": {"cancelled"}, "cancelled": set()}

    moment = fields.Datetime(string="Time", required=True, default=fields.Datetime.now)
    direction = fields.Selection([("in", "In"), ("out", "Out")], required=True)
    persons = fields.Integer(required=True, default=1)
    again = fields.Boolean(
        string="Came back", help="They had been in before that night: an entry, and no further person.",
    )
    at_close = fields.Boolean(string="At the morning close", readonly=True, copy=False)
    state = fields.Selection(
        [("done", "Done"), ("cancelled", "Entered by mistake")], required=True, default="done", copy=False,
    )

    _persons = Check("CHECK(persons > 0)", "Persons: at least one.", lambda row: row["persons"] > 0)
    _again = Check(
        "CHECK(NOT again OR direction = 'in')", "Came back: only who comes in does.",
        lambda row: not row["again"] or row["direction"] == "in",
    )

    @api.depends("night_id.display_name", "direction", "persons")
    def _compute_display_name(self):
        labels = dict(self._fields["direction"]._description_selection(self.env))
        for passage in self:
            what = f"{labels.get(passage.direction)} {passage.persons}"
            passage.display_name = f"{passage.night_id.display_name or ''} · {what}"

    @api.constrains("night_id")
    def _check_counted(self):
        for passage in self:
            if passage.night_id.counted_by != "headcount":
                raise ValidationError(self.env._(
                    "Night: “%s” keeps a register. Write down its guests.", passage.house_id.name,
                ))

    @api.model_create_multi
    def create(self, vals_list):
        passages = super().create(vals_list)
        passages._check_inside()
        passages.night_id._check_capacity()
        return passages

    def write(self, vals):
        result = super().write(vals)
        self._check_inside()
        return result

    def _check_inside(self):
        """Nobody goes out of an empty room: the sum is looked at, as taps may arrive out of their order."""
        for night in self.night_id:
            passages = night.sudo()._get_passages()
            coming = passages.filtered(lambda passage: passage.direction == "in")
            if sum((passages - coming).mapped("persons")) > sum(coming.mapped("persons")):
                raise ValidationError(self.env._("Out: more people would have gone out than came in."))

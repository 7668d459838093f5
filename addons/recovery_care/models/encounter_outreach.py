from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EncounterOutreach(models.Model):
    """At which stop of an outreach shift a visit took place."""

    _inherit = "recovery.encounter"

    stop_id = fields.Many2one(
        "recovery.outreach.stop", ondelete="restrict", index="btree_not_null", check_company=True,
        domain="[('program_id', '=', program_id)]", help="Of an outreach shift. Place and district are taken from it.",
    )
    shift_id = fields.Many2one(
        related="stop_id.shift_id", string="Shift", store=True, precompute=True, index="btree_not_null",
    )

    @api.model
    def _get_precomputed_values(self, vals):
        known = super()._get_precomputed_values(vals)
        if known:
            known["shift_id"] = self.env["recovery.outreach.stop"].browse(vals.get("stop_id")).sudo().shift_id.id
        return known

    @api.onchange("stop_id")
    def _onchange_stop_id(self):
        if self.stop_id:
            self.update(self._get_stop_values(self.stop_id))

    @api.constrains("stop_id", "program_id", "state")
    def _check_stop_id(self):
        for encounter in self.sudo().filtered("stop_id"):
            stop = encounter.stop_id
            if stop.program_id != encounter.program_id:
                raise ValidationError(self.env._("Stop: “%s” belongs to a shift of another programme.", stop.name))
            if encounter.state == "done" and stop.shift_id.state in ("planned", "cancelled"):
                raise ValidationError(self.env._(
                    "Stop: %s has not begun. Begin the shift before its visits are done.", stop.shift_id.code,
                ))

    @api.model
    def _get_stop_values(self, stop):
        """Return what a visit takes from its stop."""
        return {"place": stop.place, **({"district_id": stop.district_id.id} if stop.district_id else {})}

    @api.model_create_multi
    def create(self, vals_list):
        """A visit at a stop is in its district and kind of place, unless something else is said."""
        stops = self.env["recovery.outreach.stop"].browse({vals["stop_id"] for vals in vals_list if vals.get("stop_id")})
        if stops:
            own = {stop.id: self._get_stop_values(stop) for stop in stops}
            vals_list = [
                {**vals, **{name: vals.get(name) or value for name, value in own.get(vals.get("stop_id"), {}).items()}}
                for vals in vals_list
            ]
        encounters = super().create(vals_list)
        if stops:
            encounters._note_arrivals()
        return encounters

    def write(self, vals):
        result = super().write(vals)
        if vals.get("stop_id") or vals.get("state") == "done":
            self._note_arrivals()
        return result

    def _note_arrivals(self):
        """Where somebody was met, the team was."""
        for encounter in self.sudo().sorted("date_start"):
            if encounter.stop_id and encounter.state == "done":
                encounter.stop_id._note_arrival(encounter.date_start)

    def _get_amendable_facts(self):
        return (*super()._get_amendable_facts(), "stop_id")

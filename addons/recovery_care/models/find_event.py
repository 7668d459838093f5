from odoo import api, fields, models
from odoo.exceptions import ValidationError


class FindEvent(models.Model):
    """What was found at a clean-up that is an event."""

    _inherit = "recovery.find"

    event_id = fields.Many2one(
        "recovery.event", string="Clean-up event", ondelete="restrict", index="btree_not_null", check_company=True,
        domain="[('kind', '=', 'clean_up'), ('program_id', '=', program_id)]",
        help="Day, programme, district and place are taken from it.",
    )

    @api.depends("event_id")
    def _compute_from_stop(self):
        for find in self:
            event = find.event_id
            find.date = find.date or event.date
            find.program_id = find.program_id or event.program_id
            find.district_id = find.district_id or event.district_id
            find.place_name = find.place_name or event.venue
        super()._compute_from_stop()

    @api.constrains("event_id", "program_id", "stop_id", "date")
    def _check_event_id(self):
        for find in self.sudo().filtered("event_id"):
            event = find.event_id
            if event.kind != "clean_up" or event.program_id != find.program_id:
                raise ValidationError(self.env._(
                    "Clean-up event: “%s” is no clean-up of the programme.", event.display_name,
                ))
            if find.stop_id:
                raise ValidationError(self.env._("Clean-up event: a find lies at a stop or belongs to an event, not both."))
            if not event.date <= find.date <= event._get_last_day():
                raise ValidationError(self.env._("Date: “%s” was on another day.", event.display_name))

    def _get_counted(self):
        return (*super()._get_counted(), "event_id")

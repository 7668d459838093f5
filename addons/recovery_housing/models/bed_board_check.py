from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class BedBoardCheck(models.AbstractModel):
    """Says before a bar is dropped where it may go."""

    _inherit = "recovery.bed.board"

    @api.model
    @api.readonly
    def check_places(self, stay_id, bed_ids, date_from=None, date_to=None):
        """Return why a stay cannot go to beds or dates; what is not named may be done as far as anybody knows now.

        Who is in sleeps in another bed from today on, with the nights before in the old one.

        :param int stay_id: the stay that is moved, shortened or extended
        :param list bed_ids: its own bed or others
        :param date_from: date of its first night
        :param date_to: date of leaving; None: open-ended
        :return: list of [id of a bed, reason in words]
        :raises UserError: when the stay is over or may not be changed
        """
        stay = self.env["recovery.stay"].browse(stay_id)
        stay.check_access("write")
        if stay.state not in ("reserved", "in"):
            raise UserError(self.env._("State: the stay is over; nobody can be moved."))
        today = fields.Date.context_today(self)
        start = fields.Date.to_date(date_from) or stay.date_from
        stop = fields.Date.to_date(date_to) or None
        if stop and stop <= start:
            reason = self.env._("Until: a stay has at least one night.")
            return [[bed_id, reason] for bed_id in bed_ids]
        beds = self.env["recovery.bed"].search_fetch([("id", "in", bed_ids)])
        reasons = {bed_id: self.env._("Bed: it is not there any more.") for bed_id in set(bed_ids) - set(beds.ids)}
        own = beds & stay.bed_id
        reasons.update(self._find_reasons(stay, own, start, stop))
        if stay.state == "in":
            start = max(start, today)
            if beds - own and stop and stop <= start:
                words = self.env._("Moves on: the stay ends on %s. Extend it first.", format_date(self.env, stop))
                reasons.update(dict.fromkeys((beds - own).ids, words))
                return list(map(list, reasons.items()))
        reasons.update(self._find_reasons(stay, beds - own, start, stop))
        return list(map(list, reasons.items()))

    @api.model
    def _find_reasons(self, stay, beds, start, stop):
        """Return {id of a bed: why the stay cannot have it from ``start`` to ``stop``}."""
        if not beds:
            return {}
        if stay.state == "in" and start > fields.Date.context_today(self):
            reason = self.env._("From: nobody has moved in on %s yet.", format_date(self.env, start))
            return dict.fromkeys(beds.ids, reason)
        found = stay._find_holding(beds, stay.sudo().client_id, start, stop, arrives=stay.state == "in") - stay.sudo()
        seen = found.sudo(False)._filtered_access("read").sudo()
        same = found.filtered(lambda other: other.client_id == stay.sudo().client_id)
        if same:
            reason = same._say_still_in("client_id", same & seen) or self.env._(
                "Client: this person has a bed on some of these nights%s.", (same & seen)._name_known(),
            )
            return dict.fromkeys(beds.ids, reason)
        held = found.grouped("bed_id")
        seen.bed_id.fetch(["name", "room_id", "house_id"])
        reasons = {}
        for bed in beds:
            if bed in held:
                known = held[bed] & seen
                reasons[bed.id] = held[bed]._say_still_in("bed_id", known) or self.env._(
                    "Bed: it is held on some of these nights%s.", known._name_known(),
                )
            elif reason := stay._find_obstacle(stay.client_id, bed, start, stop):
                reasons[bed.id] = reason
        return reasons

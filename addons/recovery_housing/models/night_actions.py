from odoo import fields, models


class NightActions(models.Model):
    """The evening, the morning, and what has to be put right afterwards."""

    _inherit = "recovery.night"

    def action_open(self):
        """Open prepared nights; open ones stay as they are."""
        self.filtered(lambda night: night.state == "draft").write({"state": "open"})

    def action_close(self):
        """Close nights in the morning: everybody still here has left, the counts are fixed.

        Who is still here leaves now, or at noon where that is past. Closed nights stay as they are.

        :return: the summary of the last night, see ``get_summary``
        """
        now = fields.Datetime.now()
        self.check_access("write")
        for night in self.filtered(lambda night: night.state != "closed"):
            if night.state == "draft":
                night.action_open()
            # Everybody: also whom this user may not see.
            night.sudo()._let_everybody_go(min(now, night._get_noon()))
            night.write({"state": "closed", "closed_on": now, "closed_by_id": self.env.uid})
            night._finish_reminders()
            night._message_log(body=night._describe_counts())
        return self[-1:].get_summary() if self else {}

    def _let_everybody_go(self, end):
        """Fill in the time of leaving (UTC) of everybody who is still in one night."""
        here = self.guest_ids.filtered(lambda guest: guest.state == "here")
        late = here.filtered(lambda guest: guest.arrived > end)
        (here - late).write({"state": "left", "left": end, "left_at_close": True})
        for guest in late:
            guest.write({"state": "left", "left": guest.arrived, "left_at_close": True})
        self._get_guests()._refresh_gender()
        if self.inside_count:
            last = max(self._get_passages().mapped("moment"))
            self.env["recovery.night.passage"].create({
                "night_id": self.id, "direction": "out", "persons": self.inside_count, "moment": max(end, last),
                "at_close": True,
            })

    def action_reopen(self, reason):
        """Open closed nights again to put something right; who left at the close is here again until the next close.

        :param str reason: a value of ``reopen_reason``; kept with who, when, and the counts before and after
        :raises AccessError: from noon on for whoever is no programme manager
        :raises UserError: without a reason
        """
        closed = self.filtered(lambda night: night.state == "closed")
        closed.write({"state": "open", "reopen_reason": reason})
        for night in closed.sudo().filtered(lambda night: not night._is_over()):
            night.guest_ids.filtered(lambda guest: guest.left_at_close and guest.state == "left").action_come_back()
            night.passage_ids.filtered(lambda passage: passage.at_close and passage.state == "done").action_cancel()

    def get_summary(self):
        """Return what one night adds up to, for the morning and for other programs.

        :return: {``guests``, ``women``, ``men``, ``gender_unknown``, ``unnamed``, ``new``, ``bed_nights``, ``mats``,
            ``refused`` (people), ``refused_by_reason``: [{``reason``, ``label``, ``persons``}], ``free``, ``over``,
            ``capacity``, ``entries``, ``peak``, ``inside``, ``by_hour``: [[hour, people]]}
        """
        self.ensure_one()
        self.check_access("read")
        night = self.sudo()
        labels = dict(self.env["recovery.night.refusal"]._fields["reason"]._description_selection(self.env))
        reasons = night.env["recovery.night.refusal"]._read_group(
            [("night_id", "=", night.id), ("state", "=", "done")], ["reason"], ["persons:sum"],
        )
        return {
            "guests": night.guest_count, "women": night.women_count, "men": night.men_count,
            "gender_unknown": night.gender_unknown_count, "unnamed": night.unnamed_count, "new": night.new_count,
            "bed_nights": night.bed_nights, "mats": night.mat_nights, "refused": night.refused_count,
            "refused_by_reason": [
                {"reason": reason, "label": labels[reason], "persons": persons} for reason, persons in reasons
            ],
            "free": night.free_count, "over": night.over_count, "capacity": night.capacity, "entries": night.entry_count,
            "peak": night.peak_count, "inside": night.inside_count,
            "by_hour": [list(row) for row in night._get_entries_by_hour()],
        }

    def _describe_counts(self):
        """Return in words what one night was closed with; the history keeps it, so that a correction shows."""
        summary = self.get_summary()
        if self.counted_by == "headcount":
            return self.env._(
                "Closed: %(guests)s people, %(entries)s entries, at most %(peak)s at once, %(refused)s turned away.",
                guests=summary["guests"], entries=summary["entries"], peak=summary["peak"], refused=summary["refused"],
            )
        return self.env._(
            "Closed: %(guests)s guests, %(nights)s bed nights (%(mats)s on mats), %(new)s new, %(refused)s turned away.",
            guests=summary["guests"], nights=summary["bed_nights"], mats=summary["mats"], new=summary["new"],
            refused=summary["refused"],
        )

    def action_open_screen(self):
        """Open the screen at the door on one night."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("recovery_housing.night_desk_action")
        date = fields.Date.to_string(self.date)
        return {**action, "params": {"house_id": self.house_id.id, "date": date}}

    def action_open_guests(self):
        return self._open_rows("recovery_housing.night_guest_action")

    def action_open_refusals(self):
        return self._open_rows("recovery_housing.night_refusal_action")

    def _open_rows(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("night_id", "=", self.id)], "context": {"default_night_id": self.id}}

    def _get_printed_guests(self):
        """Return {who, place, arrived, left} of the guests of one night whom the user may see, by code and bed."""
        guests = self.env["recovery.night.guest"].search(
            [("night_id", "=", self.id), ("state", "!=", "cancelled")], order="arrived, id",
        )
        places = dict(guests._fields["place"]._description_selection(self.env))
        return [
            {
                "who": guest.sudo().client_id.code or self.env._("%s unnamed", guest.headcount),
                "place": guest.bed_id.with_context(bed_without_house=True).display_name or places[guest.place],
                "arrived": guest.arrived, "left": guest.left,
            }
            for guest in guests
        ]

    def _log_printing(self):
        """A printed register is a page of the file of each guest in it."""
        self.env["recovery.night.guest"].search([
            ("night_id", "in", self.ids), ("client_id", "!=", False), ("state", "!=", "cancelled"),
        ])._log_printing()

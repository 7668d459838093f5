from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class StayActions(models.Model):
    """The steps of a stay; screens, wizards and other programs call these."""

    _name = "recovery.stay"
    _inherit = ["recovery.stay"]

    state = fields.Selection(group_expand=True)

    def action_check_in(self, date_from=None):
        """Let the people in.

        :param date_from: date of the first night; as reserved, but not later than today, when empty
        :raises ValidationError: when the bed is held or not in use, the house closed, or the date lies ahead
        """
        today = fields.Date.context_today(self)
        for stay in self:
            stay.write({"state": "in", "date_from": date_from or min(stay.date_from, today)})

    def action_check_out(self, reason, destination, date_to=None):
        """End the stays.

        :param str reason: a value of ``exit_reason``
        :param str destination: a value of ``exit_destination``
        :param date_to: date of leaving, today when empty
        :raises ValidationError: when it lies ahead or before the second day
        """
        self.write({
            "state": "out", "exit_reason": reason, "exit_destination": destination,
            "date_to": date_to or fields.Date.context_today(self),
        })

    def action_undo_check_in(self):
        self.write({"state": "reserved"})

    def action_cancel(self, reason):
        """Take stays out of every count.

        :param str reason: a value of ``cancel_reason``
        """
        self.write({"state": "cancelled", "cancel_reason": reason})

    def action_cancel_not_came(self):
        self.action_cancel("not_came")

    def action_cancel_declined(self):
        self.action_cancel("declined")

    def action_cancel_error(self):
        self.action_cancel("error")

    def action_move(self, bed_id, date_from=None):
        """Move one person to another bed.

        A reservation simply changes its bed. Somebody who lives here sleeps in the new bed from ``date_from`` on and keeps
        the nights before in the old one; moved on the first day, the stay changes its bed, as no night was slept.

        :param int bed_id: the new bed
        :param date_from: date of the first night there, today when empty
        :return: the stay (recordset) in the new bed
        :raises UserError: when the stay is over or the date lies outside of it
        """
        self.ensure_one()
        day = fields.Date.to_date(date_from) or fields.Date.context_today(self)
        if self.state not in ("reserved", "in"):
            raise UserError(self.env._("State: the stay is over; nobody can be moved."))
        if self.state == "reserved" or day <= self.date_from:
            self.write({"bed_id": bed_id})
            return self
        if self.date_to and day >= self.date_to:
            raise UserError(self.env._("Moves on: the stay ends on %s. Choose an earlier day.", self.date_to))
        if day > fields.Date.context_today(self):
            raise UserError(self.env._(
                "Moves on: %s lies ahead. Move on that day, or end this stay and reserve the other bed.", day,
            ))
        same_house = self.env["recovery.bed"].browse(bed_id).house_id == self.house_id
        values, stop = self._get_moving_values(), self.date_to
        self.write({
            "state": "out", "date_to": day, "exit_reason": "moved" if same_house else "transfer", "exit_destination": "ours",
        })
        stay = self.create({**values, "bed_id": bed_id, "date_from": day, "date_to": stop, "previous_id": self.id})
        stay.action_check_in()
        return stay

    def _get_moving_values(self):
        """Return the values that go with a person who moves."""
        return {
            "client_id": self.client_id.id, "monthly_fee": self.monthly_fee, "deposit": self.deposit,
            "exception_reason": self.exception_reason,
        }

    def action_correct(self, values, reason):
        """Correct what a stay that is over is counted by; reserved for programme managers.

        :param dict values: new values of the client, bed, dates, reason or destination
        :param str reason: why; kept with who and when in the history of the stay
        :raises AccessError: for others
        :raises UserError: without a reason, or for other fields
        """
        self.ensure_one()
        if not self.env.user.has_group("recovery_care.group_manager"):
            raise AccessError(self.env._("Correcting a stay that is over is reserved for programme managers."))
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Reason: say why the stay is corrected."))
        if set(values) - self._counted_facts:
            raise UserError(self.env._("Correct: only client, bed, dates, reason and destination are corrected this way."))
        self.program_id.sudo(False)._check_correction_reason(reason)
        [values] = self._with_clients([values])
        if "client_id" in values:
            values = {**values, "episode_id": self._find_episode_of(values["client_id"]).id}
        self.sudo().message_post(
            body=self.env._("Corrected: %s", reason), subtype_xmlid="mail.mt_note", author_id=self.env.user.partner_id.id,
        )
        self.sudo().write(values)

    def _find_episode_of(self, client_id):
        """Return the episode (superuser) of another client in the programme of one stay, the latest one, or none."""
        return self.env["recovery.episode"].sudo().search([
            ("client_id", "=", client_id), ("program_id", "=", self.program_id.id), ("role", "=", "client"),
        ], order="date_start desc nulls last, id desc", limit=1)

    def _begin_episodes(self):
        """See to it that everybody who moves in has an episode in the programme of the house; one that fits stays.

        A stay that is over by now and lies in a closed episode belongs to that one: nothing begins for it.
        """
        Episode = self.env["recovery.episode"].sudo()
        known = Episode.search([
            ("client_id", "in", self.client_id.ids), ("program_id", "in", self.program_id.ids), ("role", "=", "client"),
        ])
        by_person = known.grouped(lambda episode: (episode.client_id, episode.program_id))
        today = fields.Date.context_today(self)
        for stay in self.sudo():
            key = (stay.client_id, stay.program_id)
            episode = stay._find_own_episode(by_person.get(key, Episode), today)
            if not episode:
                episode = Episode.create({
                    "client_id": stay.client_id.id, "program_id": stay.program_id.id, "company_id": stay.company_id.id,
                    "state": "active", "date_applied": stay.date_from, "date_start": min(stay.date_from, today),
                })
                by_person[key] = by_person.get(key, Episode) | episode
            elif episode.state in ("applied", "waiting"):
                episode.write({"state": "active", "date_start": min(stay.date_from, today)})
            if stay.episode_id != episode:
                stay.episode_id = episode

    def _find_own_episode(self, episodes, today):
        """Return which of a person's episodes in the programme one stay belongs to, or none.

        :param today: date; a stay with its last night before it is over
        """
        covering = episodes.filtered(lambda episode: episode.state != "closed" or (
            episode.end_reason != "merged" and episode.date_start
            and episode.date_start <= self.date_from <= episode.date_end
        ))
        if self.episode_id in covering:
            return self.episode_id
        opened = covering.filtered(lambda episode: episode.state != "closed")
        is_over = bool(self.date_to) and self.date_to <= today
        return (covering - opened)[:1] if is_over and covering - opened else opened[:1]

    # Dialogs

    @api.readonly
    def action_open_check_out(self):
        return self._open_dialog("recovery.stay.check.out", self.env._("Check out"))

    @api.readonly
    def action_open_move(self):
        return self._open_dialog("recovery.stay.move", self.env._("Move to another bed"))

    @api.readonly
    def action_open_correct(self):
        return self._open_dialog("recovery.stay.correct", self.env._("Correct the stay"))

    def _open_dialog(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": model, "view_mode": "form", "views": [(False, "form")],
            "target": "new", "name": name, "context": {"default_stay_id": self.id},
        }

    def action_open_client(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.client", "view_mode": "form",
            "views": [(False, "form")], "res_id": self.client_id.id,
        }

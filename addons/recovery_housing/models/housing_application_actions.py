from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .housing_application import OPEN


class HousingApplicationActions(models.Model):
    """The steps of an application, and the episode that goes with it."""

    _inherit = "recovery.housing.application"

    def action_wait(self):
        """Put people on the waiting list; their episode waits too."""
        self.write({"state": "waiting"})

    def action_refuse(self, reason, note=None):
        """Refuse the applications.

        :param str reason: a value of ``decision_reason``
        :param str note: in words; refused where the programme keeps no free text
        """
        self._decide("refused", reason, note)

    def action_withdraw(self, reason, note=None):
        """Take applications back: by the house, by whoever applied for a client of their own, or where the person lives.

        :param str reason: a value of ``decision_reason``
        :param str note: in words; refused where the programme keeps no free text
        :raises AccessError: for others
        """
        foreign = self - self._filtered_access("write")
        if foreign:
            foreign.check_access("read")
            user = self.env.user
            foreign -= foreign.filtered(lambda application: application._may_end_from_stay())
            if foreign and (not user.has_group("recovery_care.group_counsellor") or any(
                user not in application.sudo().client_id.program_ids.user_ids for application in foreign
            )):
                raise AccessError(
                    self.env._("An application is taken back by the house or by those who work with the client."),
                )
        self.check_access("read")
        self._withdraw_here(reason, note)

    def _withdraw_here(self, reason, note):
        self.sudo()._decide("withdrawn", reason, note)

    def action_reopen(self):
        """Put people on the list again, with the day on which they applied first."""
        self.write({"state": "waiting"})

    def _decide(self, state, reason, note=None):
        if reason not in dict(self._fields["decision_reason"].selection):
            raise UserError(self.env._("Decision because: choose one of the reasons."))
        self.write({"state": state, "decision_reason": reason, "decision_note": note or False})

    def write(self, vals):
        target = vals.get("state")
        if target and target not in ("refused", "withdrawn"):
            vals = {**vals, "decision_reason": False, "decision_note": False}
        if target:
            self._check_transition(target)
            closes = target in ("admitted", "refused", "withdrawn")
            vals = {**vals, "date_decided": fields.Date.context_today(self) if closes else False}
        before = {application: application.state for application in self} if target else {}
        result = super().write(vals)
        moved = self.filtered(lambda application: application in before and before[application] != target)
        if moved:
            moved.sudo()._follow_state(target)
        return result

    def _follow_state(self, state):
        """Keep episode, offers and to-dos in step with a new state."""
        if state in ("refused", "withdrawn"):
            self.offer_ids.filtered(lambda offer: offer.state in ("open", "accepted"))._fall("declined")
            self._close_episodes()
        elif state in ("applied", "waiting"):
            self._begin_episodes()
        if state != "waiting":
            self.activity_unlink(["recovery_housing.activity_next_in_line"])

    # The episode in the programme of the house

    def _begin_episodes(self):
        """See to it that each client has an open episode in the programme, so that the staff of the house may see them."""
        Episode = self.env["recovery.episode"].sudo()
        open_ones = Episode.search([
            ("client_id", "in", self.client_id.ids), ("program_id", "in", self.program_id.ids), ("role", "=", "client"),
            ("state", "!=", "closed"),
        ])
        by_person = {(episode.client_id.id, episode.program_id.id): episode for episode in open_ones}
        missing = {}
        for application in self.sudo():
            key = (application.client_id.id, application.program_id.id)
            if key not in by_person:
                missing[key] = {
                    "client_id": key[0], "program_id": key[1], "company_id": application.company_id.id, "state": "applied",
                    "date_applied": application.date_applied,
                }
        created = Episode.create(list(missing.values()))
        by_person |= {(episode.client_id.id, episode.program_id.id): episode for episode in created}
        for application in self.sudo():
            episode = by_person[application.client_id.id, application.program_id.id]
            if application.episode_id != episode:
                application.episode_id = episode
            state = {"applied": "applied", "waiting": "waiting"}.get(application.state)
            if episode.state in ("applied", "waiting") and state == "waiting" != episode.state:
                episode.state = "waiting"

    def _close_episodes(self):
        """Close the episodes that wait for nothing any more; who is in the programme already stays in it."""
        episodes = self.sudo().episode_id.filtered(lambda episode: episode.state in ("applied", "waiting"))
        if not episodes:
            return
        waited_for = self.sudo().search([("episode_id", "in", episodes.ids), ("state", "in", OPEN)]).episode_id
        (episodes - waited_for).action_close("not_admitted")

    # Free text

    def _get_given_reasons(self):
        """Return the reasons, in the language of the user, that a programme without free text knows."""
        return [
            self.env._("Danger to life or health"), self.env._("No other place"), self.env._("Will meet it soon"),
            self.env._("Decided by the team"),
        ]

    def _is_free_text_allowed(self, name):
        given = self[name] in self._get_given_reasons() if name in ("exception_reason", "priority_reason") else False
        return given or super()._is_free_text_allowed(name)

    # Screens

    def action_open_offer(self):
        """Open the dialog that offers a bed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.housing.offer", "view_mode": "form",
            "views": [(self.env.ref("recovery_housing.housing_offer_view_form_new").id, "form")], "target": "new",
            "name": self.env._("Offer a bed"), "context": {"default_application_id": self.id},
        }

    def action_open_refuse(self):
        return self._open_decision("refused", self.env._("Refuse"))

    def action_open_withdraw(self):
        return self._open_decision("withdrawn", self.env._("Withdraw"))

    def _open_decision(self, state, name):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.housing.decide", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": name,
            "context": {"default_application_ids": self.ids, "default_state": state},
        }

    def action_open_stay(self):
        self.ensure_one()
        return self.stay_id.get_formview_action()

    def action_open_client(self):
        self.ensure_one()
        return self.client_id.get_formview_action()

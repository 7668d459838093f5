from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class FrontDeskNight(models.AbstractModel):
    """What the screen at the door of a shelter or a warming room saves.

    Each piece of work has a key of the device and is saved once however often it is sent. It names the house and the
    date of the night; the first one of an evening begins the night. Everything runs with the rights of the worker.
    """

    _inherit = "recovery.front.desk"

    @api.model
    def save_night_guests(self, values):
        """Write down clients who came.

        :param dict values: ``key``; ``house_id``, ``date`` (of the night; tonight where left out); ``client_ids``;
            ``bed_id`` of a single one (optional; otherwise everybody gets the bed of the last time or the next free one);
            ``place`` (``none``: without a place to lie); ``over_reason`` (where there are more people than places);
            ``at`` (UTC, default now)
        :return: {``night_id`` (int), ``repeated`` (bool: had been saved before)}
        :raises ValidationError: naming what is in the way; nothing is saved then
        """
        def save(night):
            if not values.get("client_ids"):
                raise ValidationError(self.env._("Client: choose who came."))
            # Before anything is read of them: a hidden client answers like a missing one.
            chosen = self.env["recovery.night.guest"]._with_clients([
                {"client_id": client_id} for client_id in values["client_ids"]
            ])
            clients = self.env["recovery.client"].union(*(
                self.env["recovery.client"].browse(row["client_id"]) for row in chosen
            ))
            base = {"night_id": night.id, "arrived": self._get_moment(values.get("at"))}
            if values.get("bed_id") or values.get("place") == "none":
                if len(clients) > 1 and values.get("bed_id"):
                    raise ValidationError(self.env._("Bed or mat: one person has it, to lie in."))
                place = {"bed_id": values["bed_id"]} if values.get("bed_id") else {"place": "none"}
                rows = [{**base, "client_id": client.id, **place} for client in clients]
            else:
                given = night._assign_places(clients)
                rows = [
                    {**base, "client_id": client.id, "bed_id": given[client][0].id, "place": given[client][1]}
                    for client in clients
                ]
            self.env["recovery.night.guest"].create(rows)
        return self._save_night(values, save)

    @api.model
    def save_night_unnamed(self, values):
        """Write down unnamed people, or take them out again where they were counted by mistake.

        :param dict values: ``key``, ``house_id``, ``date``, ``over_reason``, ``at`` as above; ``gender``;
            ``change`` (int: how many more, negative: fewer)
        :return: {``night_id``, ``repeated``}
        """
        def save(night):
            gender, change = values.get("gender") or "unknown", values.get("change") or 0
            if change > 0:
                night._add_unnamed(gender, change, {"arrived": self._get_moment(values.get("at"))})
            elif change < 0:
                night._remove_unnamed(gender, -change)
        return self._save_night(values, save)

    @api.model
    def save_night_refusal(self, values):
        """Write down somebody who was turned away.

        :param dict values: ``key``, ``house_id``, ``date``, ``at`` as above; ``reason``, ``referred_to`` (default
            ``none``), ``client_id`` or ``headcount`` (default one unnamed person), ``gender``
        :return: {``night_id``, ``repeated``}
        """
        def save(night):
            client_id = values.get("client_id") or False
            self.env["recovery.night.refusal"].create({
                "night_id": night.id, "reason": values.get("reason"), "referred_to": values.get("referred_to") or "none",
                "client_id": client_id, "headcount": 0 if client_id else values.get("headcount") or 1,
                "moment": self._get_moment(values.get("at")),
                **({"gender": values["gender"]} if values.get("gender") and not client_id else {}),
            })
        return self._save_night(values, save)

    @api.model
    def save_night_passage(self, values):
        """Count people who came into a warming room or went out of it.

        :param dict values: ``key``, ``house_id``, ``date``, ``over_reason``, ``at`` as above; ``direction`` (``in`` or
            ``out``), ``persons`` (default 1), ``again`` (bool: they had been in before that night)
        :return: {``night_id``, ``repeated``}
        """
        def save(night):
            self.env["recovery.night.passage"].create({
                "night_id": night.id, "direction": values.get("direction"), "persons": values.get("persons") or 1,
                "again": bool(values.get("again")), "moment": self._get_moment(values.get("at")),
            })
        return self._save_night(values, save)

    @api.model
    def save_night_change(self, values):
        """Give a guest another place, let them go, take that back, or take out who was entered by mistake.

        :param dict values: ``key``, ``house_id``, ``date``, ``at`` as above; ``guest_id``; ``change``: ``place`` (with
            ``bed_id``, or ``place``: ``mat`` or ``none``), ``left``, ``back`` or ``cancel``
        :return: {``night_id``, ``repeated``}
        """
        def save(night):
            guest = self.env["recovery.night.guest"].search([
                ("id", "=", values.get("guest_id")), ("night_id", "=", night.id),
            ])
            if not guest:
                raise ValidationError(self.env._("Guest: not in the register of this night."))
            change = values.get("change")
            if change == "place":
                guest.action_place(values.get("bed_id") or False, values.get("place") or "bed")
            elif change == "left" and guest.state == "here":
                guest.action_leave(max(self._get_moment(values.get("at")), guest.arrived))
            elif change == "back" and guest.state == "left":
                guest.action_come_back()
            elif change == "cancel" and guest.state != "cancelled":
                guest.action_cancel()
        return self._save_night(values, save)

    @api.model
    def undo_night_row(self, model, row_id):
        """Cancel a guest, a refusal or a tap that was a mistake; a second undo changes nothing more.

        :param str model: ``recovery.night.guest``, ``recovery.night.refusal`` or ``recovery.night.passage``
        :raises UserError: where the night is closed
        """
        if model not in ("recovery.night.guest", "recovery.night.refusal", "recovery.night.passage"):
            raise UserError(self.env._("Undo: this cannot be taken back here."))
        row = self.env[model].browse(row_id)
        row.check_access("write")
        if row.state != "cancelled":
            row.action_cancel()

    @api.model
    def set_night(self, values):
        """Say who is on duty, how many places more there are, or why more people are let in.

        :param dict values: ``house_id``, ``date``; any of ``employee_ids``, ``extra_places`` (see the
            night), ``over_reason``
        """
        night = self._find_night(values)
        vals = {name: values[name] for name in ("extra_places", "over_reason") if name in values}
        if "employee_ids" in values:
            vals["employee_ids"] = [Command.set(values["employee_ids"])]
        night.write(vals)
        return {"night_id": night.id}

    @api.model
    def close_night(self, values):
        """Close a night in the morning, or open it again with a reason.

        :param dict values: ``house_id``, ``date``; ``reopen`` (a value of ``reopen_reason``): open it again
        :return: what ``get_night`` returns
        """
        night = self._find_night(values)
        if values.get("reopen"):
            night.action_reopen(values["reopen"])
        else:
            night.action_close()
        return self.get_night(night.house_id.id, fields.Date.to_string(night.date))

    @api.model
    def _save_night(self, values, save):
        """Run ``save(night)`` once for one key; the reason to let in more people is kept before."""
        new = self.env["recovery.entry.key"]._claim(values.get("key"))
        night = self._find_night(values)
        if new:
            if values.get("over_reason") and not night.over_reason:
                night.over_reason = values["over_reason"]
            save(night)
        return {"night_id": night.id, "repeated": not new}

    @api.model
    def _find_night(self, values):
        """Return the night of a house that values name, begun where it has not."""
        house = self._find_night_house(values.get("house_id"))
        Night = self.env["recovery.night"]
        date = fields.Date.to_date(values.get("date")) or Night._get_tonight(house.company_id)
        night = Night.search([("house_id", "=", house.id), ("date", "=", date)])
        if not night:
            house._claim_night()
            night = Night.create({
                "house_id": house.id, "date": date, "state": "open",
                "employee_ids": [Command.set((self.env.user.employee_ids & house.program_id.employee_ids).ids)],
            })
        return night

    @api.model
    def _find_night_house(self, house_id):
        house = self.env["recovery.house"].search([
            ("id", "=", house_id), ("program_id.user_ids", "in", self.env.uid), ("kind_id.nights", "!=", "stay"),
        ])
        if not house:
            raise ValidationError(self.env._("House: choose one of your programmes whose nights are written down."))
        return house

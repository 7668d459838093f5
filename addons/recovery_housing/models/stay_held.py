from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .stay import _entering_past


class StayHeld(models.Model):
    """Until when a stay holds its bed: one answer for check-in, board, offers, registers and what is free tonight.

    A stay holds the nights of its dates. Who should have left and was not checked out is still there: that stay holds the
    nights since then as well, tonight's included. On the planned day of leaving the bed is free for the night, and may be
    promised to the next person; they come in once the other has been checked out.
    """

    _inherit = "recovery.stay"

    @api.model
    def _get_held_domain(self, start, stop, arrives=False):
        """Return the Domain of the stays that hold a night from ``start`` to ``stop`` (exclusive, None: open-ended).

        :param bool arrives: for somebody who comes in; whoever is to leave today is in their way as long as they are there
        """
        today = fields.Date.context_today(self)
        held = self._get_dates_domain(start, stop)
        if start > today:
            return held
        staying = Domain("state", "=", "in") & Domain("date_to", "<=" if arrives else "<", today)
        return held | (staying & Domain("date_from", "<", stop) if stop else staying)

    @api.model
    def _get_dates_domain(self, start, stop):
        """Return the Domain of the stays whose dates meet the nights from ``start`` to ``stop``."""
        held = Domain("state", "!=", "cancelled") & (Domain("date_to", "=", False) | Domain("date_to", ">", start))
        return held & Domain("date_from", "<", stop) if stop else held

    def _get_held_until(self):
        """Return the first night that one stay does not hold any more; False: open-ended."""
        today = fields.Date.context_today(self)
        if self.state == "in" and self.date_to and self.date_to < today and not _entering_past.get():
            return today + timedelta(days=1)
        return self.date_to

    def _covers(self, day):
        """Return whether one stay holds the night of ``day``; a cancelled one holds none."""
        until = self._get_held_until()
        return bool(
            self.state != "cancelled" and self.date_from and self.date_from <= day and (not until or day < until)
        )

    def _is_dated(self, day):
        """Return whether the night of ``day`` lies in the dates of one stay."""
        return self.date_from <= day and (not self.date_to or day < self.date_to)

    @api.model
    def _find_holding(self, beds, client, start, stop, arrives=False):
        """Return the stays (superuser) of these beds or of a client that hold a night; see ``_get_held_domain``.

        Who is still elsewhere may be promised a bed, and leaves there when they come in.
        """
        held = self._get_held_domain(start, stop, arrives)
        own = held if arrives else self._get_dates_domain(start, stop)
        return self.sudo().search(
            Domain("bed_id", "in", beds.ids) & held | Domain("client_id", "=", client.id) & own, order="date_from",
        )

    @api.constrains("bed_id", "client_id", "date_from", "date_to", "state")
    def _check_left(self):
        """A bed, and a person, are free again when the stay before has ended, not when it was to end.

        Dates alone are kept apart by the constraints of the table, and a stay that is over is entered by its dates. Who was
        offered a bed of another house lives on in theirs until they come.
        """
        today = fields.Date.context_today(self)
        coming = self.sudo().filtered(
            lambda stay: stay.state in ("reserved", "in") and (not stay.date_to or stay.date_to > today),
        )
        staying = coming.search(
            Domain("state", "=", "in") & Domain("date_to", "<=", today)
            & (Domain("bed_id", "in", coming.bed_id.ids) | Domain("client_id", "in", coming.client_id.ids)),
        ) if coming else coming
        for stay in coming if staying else ():
            in_the_way = (staying - stay).filtered_domain(
                self._get_held_domain(stay.date_from, stay.date_to, arrives=stay.state == "in"),
            )
            for name in ("bed_id", "client_id") if stay.state == "in" else ("bed_id",):
                found = in_the_way.filtered(lambda other, stay=stay, name=name: other[name] == stay[name])
                if name == "client_id":
                    found -= stay.offer_ids.application_id.from_stay_id
                if found:
                    raise ValidationError(found._say_still_in(name, found.sudo(False)))

    def _say_still_in(self, name, known):
        """Return what to do about these stays, whose people were to leave a bed by today and are in; False for others.

        :param str name: ``bed_id`` where they are in the way of somebody else, ``client_id`` of the same person
        :param known: those of them that may be named
        """
        today = fields.Date.context_today(self)
        if any(stay.state != "in" or not stay.date_to or stay.date_to > today for stay in self):
            return False
        if name == "client_id":
            return self.env._(
                "Client: this person is still in another bed%s. Check them out there, or move them.", known._name_known(),
            )
        return self.env._(
            "Bed: who was to leave it is still in%s. Check them out first, or choose another bed.", known._name_known(),
        )

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import NoOverlap
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

HOUSE = "recovery_care.group_house"


class StayObstacles(models.Model):
    """What may be in the way of a stay, said as exactly as the reader may know it."""

    _name = "recovery.stay"
    _inherit = ["recovery.stay", "recovery.free.text"]

    _free_text_fields = ("exception_reason",)
    _free_text_paths = ("program_id",)

    exception_reason = fields.Char(
        string="Exception because", copy=False, groups=HOUSE,
        help="Why this person may sleep here although the house or room is for others. Reserved for managers.",
    )

    # The database has the last word on overlaps; see the constraints of the model.

    def _get_refusal(self, rule, rows):
        """Name the stay in the way, as far as the reader may know it, in place of the words of the constraint."""
        if isinstance(rule, NoOverlap):
            for row in rows:
                refusal = row["state"] != "cancelled" and self._find_refusal(row)
                if refusal:
                    return refusal
        return super()._get_refusal(rule, rows)

    def _find_refusal(self, row):
        texts = {
            "bed_id": self.env._("Bed: it is held on some of these nights%(stays)s. Choose another bed or other dates."),
            "client_id": self.env._(
                "Client: this person has a bed on some of these nights%(stays)s. End that stay first, or move them.",
            ),
        }
        for name, text in texts.items():
            found = self._find_overlapping(name, row[name], row["date_from"], row["date_to"])
            if found:
                return text % {"stays": found._name_known()}
        return False

    def _find_overlapping(self, name, value, start, stop):
        """Return other stays of a bed or client in the nights from ``start`` to ``stop`` (exclusive, None: open-ended)."""
        if not value or not start:
            return self.browse()
        held = self._get_held_domain(start, stop) & Domain(name, "=", value) & Domain("id", "not in", self.ids)
        return self.sudo().search(held, order="date_from").sudo(False)

    def _name_known(self):
        """Return “: code, from – until” of those of these stays that the user may see, or nothing."""
        return "".join(
            ": " + self.env._(
                "%(code)s in %(bed)s, %(dates)s", code=stay.sudo().client_id.code, bed=stay.bed_id.display_name,
                dates=stay._name_dates(),
            ) for stay in self._filtered_access("read")[:3]
        )

    def _name_dates(self):
        start = format_date(self.env, self.date_from)
        return f"{start} – {format_date(self.env, self.date_to)}" if self.date_to else self.env._("from %s", start)

    # What a bed, its room and its house ask for

    @api.constrains("bed_id", "client_id", "date_from", "date_to", "state", "exception_reason")
    def _check_place(self):
        """Refuse a night in a closed house, in a bed that is not in use, or among people of another gender."""
        for stay in self:
            if stay.state in ("reserved", "in"):
                reason = stay._find_obstacle(stay.client_id, stay.bed_id, stay.date_from, stay.date_to)
                if reason:
                    raise ValidationError(reason)

    @api.model
    def _find_obstacle(self, client, bed, start, stop, exception=None):
        """Return in words why a client cannot have a bed from ``start`` to ``stop`` (exclusive, None: open-ended), or False.

        Other stays are not looked at. A recorded exception lifts what house and room say about people.
        """
        bed = bed.sudo()
        house = bed.house_id
        if not house._is_open_between(start, stop):
            return self.env._("Bed: “%s” is not open in all of these nights.", house.name)
        if not bed._is_usable(start, stop):
            return self.env._("Bed: %s is not in use in all of these nights.", bed.display_name)
        outage = bed.outage_ids.filtered(lambda outage: (
            (not stop or outage.date_from < stop) and (not outage.date_to or outage.date_to > start)
        ))[:1]
        if outage:
            return self.env._(
                "Bed: %(bed)s is out of service (%(reason)s) from %(date)s.", bed=bed.display_name,
                reason=outage.reason, date=format_date(self.env, outage.date_from),
            )
        if exception or self.sudo().exception_reason:
            return False
        return self._find_policy_obstacle(client, bed)

    @api.model
    def _find_policy_obstacle(self, client, bed):
        gender = client.sudo().gender
        wanted = {"women": "female", "men": "male"}
        for place in (bed.house_id, bed.room_id):
            policy = place.gender_policy
            if policy in wanted and gender in wanted.values() and gender != wanted[policy]:
                labels = dict(place._fields["gender_policy"]._description_selection(self.env))
                return self.env._(
                    "Bed: “%(place)s” is for %(policy)s. A manager may write down an exception with its reason.",
                    place=place.name, policy=labels[policy].lower(),
                )
        return False

    def _check_exception_right(self, vals):
        """Raise AccessError for whoever is no manager; an exception goes with a person who moves."""
        reason = vals.get("exception_reason")
        if not reason or self.env.su or self.env.user.has_group("recovery_care.group_manager"):
            return
        before = self.browse(vals.get("previous_id")).exists()._filtered_access("write")
        if not before or (before.exception_reason, before.client_id.id) != (reason, vals.get("client_id")):
            raise AccessError(self.env._("Exception because: exceptions are reserved for programme managers."))

    # Against an outage that is written down at the same moment

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_exception_right(vals)
        stays = super().create(vals_list)
        stays.bed_id._claim()
        return stays

    def write(self, vals):
        self._check_exception_right(vals)
        result = super().write(vals)
        if vals.keys() & {"bed_id", "date_from", "date_to"} or vals.get("state") in ("reserved", "in"):
            self.bed_id._claim()
        return result

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

REGULAR_NIGHTS = 14
REGULARS = 60


class FrontDeskNightScreen(models.AbstractModel):
    """What the screen at the door shows: the houses, one night with its guests and places, who comes often."""

    _inherit = "recovery.front.desk"

    @api.model
    def get_nights(self):
        """Return what the screen needs once.

        :return: {``houses``: [{``id``, ``name``, ``code``, ``program_id``, ``counted_by``,
            ``tonight`` (ISO day)}], ``genders``, ``reasons``, ``referrals``, ``over_reasons``, ``reopen_reasons``: lists of
            {id, name}}
        :raises UserError: where the user works in no house whose nights are written down
        """
        houses = self.env["recovery.house"].search([
            ("program_id.user_ids", "in", self.env.uid), ("kind_id.nights", "!=", "stay"), ("is_open", "=", True),
        ])
        if not houses:
            raise UserError(self.env._(
                "None of your programmes has a shelter or a warming room. A programme manager can add the house.",
            ))
        Night, Refusal = self.env["recovery.night"], self.env["recovery.night.refusal"]
        return {
            "houses": [
                {
                    "id": house.id, "name": house.name, "code": house.code, "program_id": house.program_id.id,
                    "counted_by": house.nights, "tonight": fields.Date.to_string(Night._get_tonight(house.company_id)),
                }
                for house in houses
            ],
            "genders": self._get_choices(self.env["recovery.night.guest"], "gender"),
            "reasons": self._get_choices(Refusal, "reason"), "referrals": self._get_choices(Refusal, "referred_to"),
            "over_reasons": self._get_choices(Night, "over_reason"),
            "reopen_reasons": self._get_choices(Night, "reopen_reason"),
        }

    @api.model
    def _get_choices(self, Model, name):
        return [{"id": value, "name": label} for value, label in Model._fields[name]._description_selection(self.env)]

    @api.model
    def get_night(self, house_id, date=None):
        """Return one night of a house as the screen shows it.

        :param date: ISO day of the evening; tonight where left out
        :return: {``house_id``, ``id`` (False: not begun), ``date``, ``label``, ``state``, ``is_tonight``, ``can_reopen``,
            ``counted_by``, ``over_reason``, ``counts`` (as ``get_summary`` of the night), ``places``: [{``id``, ``name``,
            ``kind``, ``free``}], ``places_free`` ({bed, mat}), ``guests``, ``refusals``, ``passages``, ``regulars``,
            ``unclosed`` (earlier nights: [{``date``, ``label``}]), ``code_inputs``, ``employees``, ``employee_ids``}
        """
        house = self._find_night_house(house_id)
        Night = self.env["recovery.night"]
        tonight = Night._get_tonight(house.company_id)
        day = fields.Date.to_date(date) or tonight
        night = Night.search([("house_id", "=", house.id), ("date", "=", day)])
        shown = night or Night.new({"house_id": house.id, "date": day})
        manager = self.env.user.has_group("recovery_care.group_manager")
        return {
            "house_id": house.id, "id": night.id, "date": fields.Date.to_string(day), "label": format_date(self.env, day),
            "state": night.state or "none", "is_tonight": day == tonight, "can_reopen": manager or day >= tonight,
            "counted_by": night.counted_by or house.nights, "over_reason": night.over_reason,
            "counts": night.get_summary() if night else self._get_empty_summary(shown),
            **self._describe_places(shown), "guests": self._describe_guests(night),
            "refusals": self._describe_refusals(night), "passages": self._describe_passages(night),
            "regulars": self._describe_regulars(house, day, night),
            "code_inputs": self.env["recovery.client"].get_code_inputs(house.program_id.id)["inputs"],
            "employees": [{"id": one.id, "name": one.name} for one in house.program_id.employee_ids],
            "employee_ids": night.employee_ids.ids, "unclosed": self._describe_unclosed(house, tonight),
        }

    @api.model
    def _describe_unclosed(self, house, tonight):
        """Return the latest nights of a house that are over and that nobody closed."""
        nights = self.env["recovery.night"].search(
            [("house_id", "=", house.id), ("date", "<", tonight), ("state", "!=", "closed")], limit=3,
        )
        return [
            {"date": fields.Date.to_string(night.date), "label": format_date(self.env, night.date)} for night in nights
        ]

    @api.model
    def _get_empty_summary(self, night):
        places = night._count_places()
        return {
            **dict.fromkeys((
                "guests", "women", "men", "gender_unknown", "unnamed", "new", "bed_nights", "mats", "refused", "over",
                "entries", "peak", "inside",
            ), 0), "capacity": places, "free": places, "refused_by_reason": [], "by_hour": [],
        }

    @api.model
    def _describe_places(self, night):
        """Return the beds and mats of a night; who holds one is not told here."""
        if night.counted_by == "headcount":
            return {"places": [], "places_free": {"bed": 0, "mat": 0}}
        beds = night._get_beds()
        held = night._get_held(beds) | (night._get_guests().bed_id if night.ids else beds.browse())
        places = [
            {
                "id": bed.id, "name": bed.with_context(bed_without_house=True).display_name,
                "kind": "mat" if bed.kind == "mat" else "bed", "free": bed not in held,
            }
            for bed in beds
        ]
        return {"places": places, "places_free": {
            kind: sum(place["free"] for place in places if place["kind"] == kind) for kind in ("bed", "mat")
        }}

    @api.model
    def _describe_guests(self, night):
        guests = self.env["recovery.night.guest"].search(
            [("night_id", "=", night.id), ("state", "!=", "cancelled")], order="id desc",
        )
        people = self._describe_people(guests.client_id)
        places = dict(guests._fields["place"]._description_selection(self.env))
        return [
            {
                **people.get(guest.client_id.id, {"client_id": False, "code": "", "nickname": ""}), "id": guest.id,
                "headcount": guest.headcount, "gender": guest.gender, "bed_id": guest.bed_id.id, "place": guest.place,
                "place_name": guest.bed_id.with_context(bed_without_house=True).display_name or places[guest.place],
                "arrived": self._format_night_time(night, guest.arrived), "left": self._format_night_time(night, guest.left),
                "state": guest.state, "is_new": guest.is_new,
            }
            for guest in guests
        ]

    @api.model
    def _describe_people(self, clients):
        """Return {id: {``client_id``, ``code``, ``nickname``}}, the nickname only of clients whom the user sees."""
        visible = self.env["recovery.client"].search([("id", "in", clients.ids)])
        return {
            client.id: {
                "client_id": client.id, "code": client.code,
                "nickname": self._get_known_as(client.sudo(False)) if client in visible else "",
            }
            for client in clients.sudo()
        }

    @api.model
    def _describe_refusals(self, night):
        refusals = self.env["recovery.night.refusal"].search([("night_id", "=", night.id), ("state", "=", "done")])
        people = self._describe_people(refusals.client_id)
        reasons, referrals = (
            dict(refusals._fields[name]._description_selection(self.env)) for name in ("reason", "referred_to")
        )
        return [
            {
                "id": refusal.id, "code": people.get(refusal.client_id.id, {}).get("code", ""), "persons": refusal.persons,
                "reason": reasons[refusal.reason], "referred_to": referrals[refusal.referred_to],
                "time": self._format_night_time(night, refusal.moment),
            }
            for refusal in refusals
        ]

    @api.model
    def _describe_passages(self, night):
        passages = self.env["recovery.night.passage"].search([("night_id", "=", night.id), ("state", "=", "done")], limit=12)
        return [
            {
                "id": passage.id, "direction": passage.direction, "persons": passage.persons, "again": passage.again,
                "time": self._format_night_time(night, passage.moment),
            }
            for passage in passages
        ]

    @api.model
    def _describe_regulars(self, house, day, night):
        """Return the clients of the last nights of a house who are not in the register yet, the latest first."""
        if house.nights == "headcount":
            return []
        Guest = self.env["recovery.night.guest"]
        recent = Domain("house_id", "=", house.id) & Domain("client_id", "!=", False) & Domain("state", "!=", "cancelled")
        rows = Guest._read_group(
            recent & Domain("date", "<", day) & Domain("date", ">=", day - timedelta(days=REGULAR_NIGHTS)),
            ["client_id"], ["__count", "date:max"], order="date:max desc, __count desc", limit=REGULARS,
        )
        here = Guest.search([("night_id", "=", night.id), ("state", "!=", "cancelled")]).client_id
        nights = {client: count for client, count, _last in rows if client not in here}
        clients = self.env["recovery.client"].search([("id", "in", [client.id for client in nights])])
        people = self._describe_people(clients)
        beds = (night or self.env["recovery.night"].new({"house_id": house.id, "date": day}))._get_last_beds(clients)
        housed = self.env["recovery.stay"].search([
            ("client_id", "in", clients.ids), ("state", "in", ("in", "out")), ("date_from", "<=", day), "|",
            ("date_to", "=", False), ("date_to", ">", day),
        ]).client_id
        return [
            {
                **people[client.id], "nights": count, "housed": client in housed,
                "bed": beds[client].with_context(bed_without_house=True).display_name if client in beds else "",
            }
            for client, count in nights.items() if client.id in people
        ]

    @api.model
    def _format_night_time(self, night, moment):
        """Return a moment (UTC) as HH:MM of the company's clock, or an empty text."""
        if not moment:
            return ""
        zone = night.company_id._get_timezone()
        return fields.Datetime.context_timestamp(night.with_context(tz=zone.zone), moment).strftime("%H:%M")

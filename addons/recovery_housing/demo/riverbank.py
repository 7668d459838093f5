from datetime import timedelta
from random import Random

from odoo import api, models
from odoo.addons.recovery_care.demo.association_plan import LAST_DAY, AssociationPlan
from odoo.fields import Command

# Code, name, kind, programme, rooms with their beds, places where there are no beds.
HOUSES = (
    ("HOSTEL", "Hostel, Brick street", "hostel", "home", {"Room 1": "AB", "Room 2": "AB"}, 0),
    ("FLAT1", "Readaptation flat 1", "readaptation_flat", "home", {"Flat": "AB"}, 0),
    ("FLAT2", "Readaptation flat 2", "readaptation_flat", "home", {"Flat": "AB"}, 0),
    ("SHELTER", "Night shelter", "night_shelter", "warm", {"Hall": "12345678"}, 0),
    ("WARM", "Warming room", "warming_room", "warm", {}, 25),
)
# How those who leave the flats live on, in turn.
AFTERWARDS = ("own_home", "shared_home", "own_home", "family")


class DemoRiverbank(models.AbstractModel):
    """Where the people of the street association sleep: from the shelter to a flat of their own."""

    _inherit = "recovery.demo"

    @api.model
    def _build_riverbank_houses(self):
        """Create the houses and the stays of those who went furthest, once."""
        demo = self._of_company("association")
        company = demo.env.company
        if demo._today() <= LAST_DAY or self.env["recovery.house"].search_count([("company_id", "=", company.id)], limit=1):
            return
        houses = demo._create_riverbank_houses(demo._create_riverbank_program())
        demo._create_riverbank_stays(houses)

    def _create_riverbank_program(self):
        team = self._ref("association_coordinator") | self._ref("association_therapist")
        staff = team | self._home("riverbank_house_worker")
        program = self.env["recovery.program"].create({
            "name": "Hostel and flats", "code": "HOMES", "modality": "residential", "duration_months": 0,
            "company_id": self.env.company.id, "sequence": 40, "color": 8, "nickname_shown": True,
            "employee_ids": [Command.set(staff.ids)],
            "service_ids": [Command.set(self._ref("association_service_therapy").ids)],
        })
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": "recovery_housing.demo_riverbank_home", "record": program, "noupdate": True},
        ])
        self._ref("association_program_warm").employee_ids |= self._home("riverbank_house_worker")
        return program

    def _create_riverbank_houses(self, program):
        """Return {code: house}."""
        programs = {"home": program, "warm": self._ref("association_program_warm")}
        houses = self.env["recovery.house"].create([
            {
                "name": name, "code": code, "kind": kind, "program_id": programs[key].id,
                "company_id": self.env.company.id, "date_open": "2020-10-01", "address": "Przykładowa 0 (demo)",
                "district_id": self._ref("association_district_praga").id,
                "employee_ids": [Command.set(self._home("riverbank_house_worker").ids)],
                "room_ids": [
                    Command.create({"name": room, "bed_ids": [
                        Command.create({"name": bed, "sequence": place}) for place, bed in enumerate(beds)
                    ]})
                    for room, beds in rooms.items()
                ],
                **({} if rooms else {"capacity": capacity}),
            }
            for code, name, kind, key, rooms, capacity in HOUSES
        ])
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": f"recovery_housing.demo_riverbank_{house.code.lower()}", "record": house, "noupdate": True}
            for house in houses
        ])
        return {house.code: house for house in houses}

    def _create_riverbank_stays(self, houses):
        """Those in therapy move into the hostel as beds become free, and most of them on to a flat."""
        rng, free, number = Random(577), {}, 0
        for person in sorted(AssociationPlan().clients, key=lambda person: (str(person.episode_from), person.nickname)):
            if not person.episode_from:
                continue
            client = self.env["recovery.client"].search([
                ("nickname", "=", person.nickname), ("company_id", "=", self.env.company.id),
            ])
            hostel = self._take_bed(
                free, houses["HOSTEL"].bed_ids, person.episode_from + timedelta(days=21), rng.randrange(110, 230),
            )
            if not hostel:
                continue
            goes_on = number % 5 < 3
            flat = goes_on and self._take_bed(
                free, (houses["FLAT1"] | houses["FLAT2"]).bed_ids, hostel[2], rng.randrange(140, 260), wait=False,
            )
            self._create_riverbank_chain(client, hostel, flat, number)
            number += 1

    def _take_bed(self, free, beds, wanted, nights, wait=True):
        """Return (bed, first night, day of leaving) in the bed that is free first, or False where it would be too late."""
        bed = min(beds, key=lambda bed: (max(free.get(bed, wanted), wanted), bed.id))
        start = max(free.get(bed, wanted), wanted)
        stop = start + timedelta(days=nights)
        if stop > LAST_DAY or not wait and start > wanted:
            return False
        free[bed] = stop
        return bed, start, stop

    def _create_riverbank_chain(self, client, hostel, flat, number):
        reason, destination = ("transfer", "ours") if flat else (
            ("left", "street"), ("completed", "friends"), ("treatment", "hospital"),
        )[number % 3]
        bed, start, stop = hostel
        stay = self.env["recovery.stay"].create({
            "client_id": client.id, "bed_id": bed.id, "date_from": start, "date_to": stop, "state": "out",
            "exit_reason": reason, "exit_destination": destination, "agreement_signed_on": start,
        })
        if flat:
            bed, start, stop = flat
            stay = stay.create({
                "client_id": client.id, "bed_id": bed.id, "date_from": start, "date_to": stop, "state": "out",
                "exit_reason": "completed", "exit_destination": AFTERWARDS[number % len(AFTERWARDS)],
                "previous_id": stay.id, "monthly_fee": 400, "agreement_signed_on": start,
            })
        stay.episode_id.write({
            "state": "closed", "date_end": stop, "end_reason": "completed" if flat or reason == "completed" else "dropout",
        })

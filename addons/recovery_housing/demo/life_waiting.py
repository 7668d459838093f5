from datetime import timedelta

from odoo import models

NICKNAMES = (
    "Demo Bocian", "Demo Wróbel", "Demo Sikorka", "Demo Jaskółka", "Demo Kawka", "Demo Sójka", "Demo Dudek", "Demo Czapla",
    "Demo Gil", "Demo Kos Stary", "Demo Żuraw", "Demo Kania", "Demo Puchacz", "Demo Zimorodek", "Demo Mewa", "Demo Rybitwa",
    "Demo Perkoz", "Demo Bażant", "Demo Kuropatwa", "Demo Dzięcioł", "Demo Szpak", "Demo Zięba",
)
# What a request has gone through before it is told of; the beds that it takes are free again, or taken for good.
ORDER = ("admitted", "declined", "expired", "accepted", "offered")


class DemoLifeWaiting(models.AbstractModel):
    """Who lives in the houses since lately, and who would like to."""

    _inherit = "recovery.demo"

    def _create_life_clients(self, plan, rows, by_code, offset):
        """Create one client for each row that names a house, a gender and a year of birth."""
        return self.env["recovery.client"].create([
            {
                "gender": row.gender, "birth_year": row.year, "company_id": self.env.company.id,
                "intake_program_id": by_code[row.house].program_id.id,
                **self._prepare_name(plan, row.gender, offset + number),
            }
            for number, row in enumerate(rows)
        ])

    def _prepare_name(self, plan, gender, number):
        if not plan.names:
            return {"identity": "pseudonymous", "nickname": NICKNAMES[number % len(NICKNAMES)]}
        first, last = plan.names[gender]
        return {
            "identity": "identified", "first_name": first[number % len(first)],
            "last_name": last[number // len(first) % len(last)],
        }

    def _settle_residents(self, plan, by_code):
        """Let those in who came lately, as the house does it: a reservation, then the check-in with what is handed over."""
        residents = [row for row in plan.residents if self._has_room(plan, row, by_code[row.house])]
        clients = self._create_life_clients(plan, residents, by_code, 0)
        stays = self._by(plan, "house")["recovery.stay"].create([
            {
                "client_id": client.id, "bed_id": self._find_life_bed(by_code[row.house], row.room, row.bed).id,
                "date_from": self._get_arrival(plan, row), "date_to": row.until is not None and self._day(row.until),
                "monthly_fee": plan.fee, "key_number": f"{row.house} {row.room[-1]}{row.bed}",
                "key_given_on": self._get_arrival(plan, row),
                "agreement_signed_on": row.signed and self._get_arrival(plan, row),
            }
            for row, client in zip(residents, clients, strict=True)
        ])
        stays.action_check_in()
        # Who came before the inventory was kept has the same things.
        self._find_life_residents(by_code.values())._hand_over()

    def _has_room(self, plan, row, house):
        """Return whether the bed is free; in a demonstration that is older than its house life somebody may hold it."""
        start, stop = self._get_arrival(plan, row), None if row.until is None else self._day(row.until)
        free = self.env["recovery.bed"]._find_free(house.company_id, start, stop) if stop is None or start < stop else ()
        return self._find_life_bed(house, row.room, row.bed) in free

    def _get_arrival(self, plan, row):
        """Nobody moves in during the time that was reported on."""
        return max(self._day(-row.days), plan.reported_until + timedelta(days=1))

    def _find_life_bed(self, house, room, bed):
        return house.bed_ids.filtered(lambda one: (one.room_id.name, one.name) == (room, bed))

    # The waiting list

    def _create_life_applications(self, plan, by_code):
        house_staff, rows = self._by(plan, "house"), plan.applicants
        clients = self._create_life_clients(plan, rows, by_code, len(plan.residents))
        alcohol = self.env.ref("recovery_care.substance_alcohol")
        self.env["recovery.substance.use"].create([
            {
                "client_id": client.id, "substance_id": alcohol.id, "is_primary": True,
                "date_last_use": self._day(-row.last_use),
            }
            for row, client in zip(rows, clients, strict=True)
        ])
        applications = house_staff["recovery.housing.application"].create([
            {
                "client_id": client.id, "house_id": by_code[row.house].id, "date_applied": self._day(-row.days),
                "referred_from": row.referred, "homeless": row.homeless, "with_children": row.children,
            }
            for row, client in zip(rows, clients, strict=True)
        ])
        pairs = list(zip(rows, applications, strict=True))
        applications.browse(one.id for row, one in pairs if row.fate != "applied").action_wait()
        self._answer_criteria(pairs)
        for row, one in pairs:
            if row.points:
                self._by(plan, "manager", one).write({
                    "priority_adjustment": row.points, "priority_reason": "No other place",
                })
        for fate in ORDER:
            for row, one in pairs:
                if row.fate == fate:
                    self._offer_life_bed(one, fate, row.answer_in)
        self._decide_life_applications(plan, pairs)
        for code, other in plan.transfer:
            self._ask_for_transfer(plan, by_code[code], by_code[other])

    def _answer_criteria(self, pairs):
        """Ask what only the person can answer; of who has just applied nobody asked yet."""
        for row, one in pairs:
            if row.fate == "refused":
                self._find_own(one)[:1].action_not_met()
        agreeing = [one.id for row, one in pairs if row.fate not in ("applied", "refused")]
        self._find_own(pairs[0][1].browse(agreeing)).action_met()

    def _find_own(self, applications):
        """Return the criteria that are answered by hand."""
        return applications.check_ids.filtered(lambda check: check.criterion_id.kind in ("own", "treatment"))

    def _offer_life_bed(self, application, fate, answer_in):
        """Offer the first bed that is free and see what comes of it."""
        house, days = application.house_id, {"admitted": -12, "expired": -6, "declined": -4}.get(fate, -1)
        first_night = {"admitted": -9, "accepted": 4, "transfer": 6}.get(fate, 1)
        free = self.env["recovery.bed"]._find_free(house.company_id, self._day(first_night), None)
        bed = free.filtered(lambda one: one.house_id == house)[:1]
        if not bed:
            return
        offer = application.env["recovery.housing.offer"].create({
            "application_id": application.id, "bed_id": bed.id, "date_from": self._day(first_night),
            "date_offered": self._day(days), "date_expiry": self._day(-1 if fate == "expired" else answer_in),
        })
        if fate == "declined":
            offer.action_decline()
        elif fate == "expired":
            offer.sudo()._fall("expired")
        elif fate in ("accepted", "admitted"):
            offer.action_accept()
        if fate == "admitted":
            offer.stay_id.write({"key_number": f"{house.code} new", "agreement_signed_on": self._day(first_night)})
            offer.stay_id.action_check_in(self._day(first_night))
            self._decided_on(application, first_night)

    def _decide_life_applications(self, plan, pairs):
        for row, one in pairs:
            if row.fate == "refused":
                one.action_refuse(row.reason, "Demonstration: asked again in a month.")
            elif row.fate == "withdrawn":
                one.action_withdraw(row.reason)
            else:
                continue
            self._decided_on(one, -row.days // 2)

    def _decided_on(self, application, days):
        application.write({"date_decided": self._day(days)})

    def _ask_for_transfer(self, plan, house, other):
        """Let a resident ask for another house of the organisation, where a bed is offered from next week on."""
        stay = self._find_life_residents([house]).filtered(lambda stay: self._lived_there(stay, 20))[-1:]
        if not stay:
            return
        application = self._by(plan, "manager")["recovery.housing.application"].create({
            "client_id": stay.client_id.id, "house_id": other.id, "from_stay_id": stay.id, "referred_from": "house",
            "date_applied": self._day(-18), "homeless": "no", "with_children": "no",
        })
        application.action_wait()
        self._find_own(application).action_met()
        self._offer_life_bed(application, "transfer", 2)

"""Nights of an association counted again from the rows of its tables: one day after the other, without the add-ons."""
from collections import Counter, defaultdict
from contextlib import closing
from datetime import timedelta

import psycopg2
from psycopg2.extras import DictCursor

NIGHT = timedelta(days=1)
TABLES = {
    "houses": """SELECT h.id, h.code, h.name ->> 'en_US' AS name, h.date_open, h.date_close, h.program_id, k.step, k.nights
                   FROM recovery_house h JOIN recovery_house_kind k ON k.id = h.kind_id WHERE h.company_id = %s""",
    "beds": """SELECT id, house_id, kind, date_from, date_to, active FROM recovery_bed WHERE company_id = %s""",
    "outages": """SELECT o.bed_id, o.date_from, o.date_to FROM recovery_bed_outage o JOIN recovery_bed b ON b.id = o.bed_id
                   WHERE b.company_id = %s""",
    "stays": """SELECT id, client_id, bed_id, house_id, state, date_from, date_to, exit_destination
                  FROM recovery_stay WHERE company_id = %s""",
    "nights": """SELECT id, house_id, date, state, capacity, guest_count, entry_count, peak_count, refused_count, bed_nights
                   FROM recovery_night WHERE company_id = %s""",
    "guests": """SELECT id, night_id, house_id, client_id, headcount, bed_id, place, date, state
                   FROM recovery_night_guest WHERE company_id = %s""",
    "refusals": """SELECT id, night_id, house_id, client_id, headcount, date, state
                     FROM recovery_night_refusal WHERE company_id = %s""",
    "passages": """SELECT id, night_id, direction, persons, again, moment, state
                     FROM recovery_night_passage WHERE company_id = %s""",
    "street": """SELECT d.client_id, MIN(d.date) AS first FROM recovery_delivery d
                   JOIN recovery_encounter e ON e.id = d.encounter_id
                  WHERE d.company_id = %s AND d.state = 'done' AND e.place = 'street' AND d.client_id IS NOT NULL
                  GROUP BY d.client_id""",
}


def days_of(start, stop):
    """The days from ``start`` to ``stop``, exclusive."""
    while start < stop:
        yield start
        start += NIGHT


class RawNights:

    def __init__(self, dsn, company):
        with closing(psycopg2.connect(dsn)) as connection, connection.cursor(cursor_factory=DictCursor) as cursor:
            cursor.execute("SELECT id FROM res_company WHERE name = %s", [company])
            [[company]] = cursor.fetchall()
            for name, select in TABLES.items():
                cursor.execute(select, [company])
                setattr(self, name, [dict(row) for row in cursor.fetchall()])
        self.house = {row["id"]: row for row in self.houses}
        self.bed = {row["id"]: row for row in self.beds}

    def slept(self, start, stop):
        """Yield (house, client or None, bed or None, people) of each night from ``start`` to ``stop``, exclusive."""
        for stay in self.stays:
            if stay["state"] in ("in", "out"):
                for _day in days_of(max(stay["date_from"], start), min(stay["date_to"] or stop, stop)):
                    yield stay["house_id"], stay["client_id"], stay["bed_id"], 1
        for guest in self.guests:
            counted = self.house[guest["house_id"]]["nights"] == "register" and guest["place"] != "none"
            if counted and guest["state"] != "cancelled" and start <= guest["date"] < stop:
                yield guest["house_id"], guest["client_id"], guest["bed_id"], 1 if guest["client_id"] else guest["headcount"]

    def available(self, start, stop):
        """Count {house: nights on which a bed could be slept in}; no bed of the demonstration is archived."""
        held = {
            (stay["bed_id"], day) for stay in self.stays if stay["state"] in ("in", "out")
            for day in days_of(max(stay["date_from"], start), min(stay["date_to"] or stop, stop))
        }
        broken = {
            (outage["bed_id"], day) for outage in self.outages
            for day in days_of(max(outage["date_from"], start), min(outage["date_to"] or stop, stop))
        } - held
        found = Counter()
        for bed in self.beds:
            assert bed["active"]
            house = self.house[bed["house_id"]]
            opens = max(day for day in (house["date_open"], bed["date_from"], start) if day)
            closes = min(day for day in (house["date_close"], bed["date_to"], stop) if day)
            if bed["kind"] != "mat":
                found[house["id"]] += sum((bed["id"], day) not in broken for day in days_of(opens, closes))
        return found

    def figures(self, start, stop):
        """Return {house: {code of an indicator: figure}} of the nights from ``start`` to ``stop``, exclusive."""
        nights, people, in_beds, refused = Counter(), defaultdict(set), Counter(), Counter()
        for house, client, bed, number in self.slept(start, stop):
            nights[house] += number
            people[house] |= {client} - {None}
            in_beds[house] += number if bed and self.bed[bed]["kind"] != "mat" else 0
        for refusal in self.refusals:
            if refusal["state"] == "done" and start <= refusal["date"] < stop:
                refused[refusal["house_id"]] += 1 if refusal["client_id"] else refusal["headcount"]
        available = self.available(start, stop)
        return {
            house: {
                "bed_nights": nights[house], "residents": len(people[house]), "turned_away": refused[house],
                "occupancy": 100 * in_beds[house] / available[house] if available[house] else 0,
            }
            for house in self.house
        }

    def steps_by_day(self, client, told, today):
        """Return {day: how the client lived} until today: what is recorded, and what was told at leaving until the next
        night that is recorded; before the first night the street, from the first contact there."""
        seen, leaving = {}, []
        for stay in self.stays:
            if stay["client_id"] == client and stay["state"] in ("in", "out"):
                step = self.house[stay["house_id"]]["step"]
                seen.update(dict.fromkeys(days_of(stay["date_from"], min(stay["date_to"] or today, today)), step))
                if stay["state"] == "out":
                    leaving.append((stay["date_to"], told.get(stay["exit_destination"])))
        for guest in self.guests:
            if guest["client_id"] == client and guest["state"] != "cancelled" and guest["place"] != "none":
                seen[guest["date"]] = self.house[guest["house_id"]]["step"]
        days = dict(seen)
        for day, step in leaving:
            while step and day < today and day not in seen:
                days[day] = step
                day += NIGHT
        first = {row["client_id"]: row["first"] for row in self.street}.get(client)
        if first:
            days.update(dict.fromkeys(days_of(first, min(seen, default=today)), "street"))
        return days

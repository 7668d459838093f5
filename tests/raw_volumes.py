"""The volumes of a contact centre counted again from the rows of its tables, without the add-ons' code or rules."""
from collections import defaultdict
from contextlib import closing

import psycopg2
from psycopg2.extras import DictCursor

COMPANY = "Bridge Contact Centre, Brno (demo)"
TABLES = {
    "encounters": "SELECT id, date, state, place, date_stop, recorded_on, is_late_entry, program_id FROM recovery_encounter",
    "deliveries": "SELECT id, encounter_id, client_id, service_id, state, headcount FROM recovery_delivery",
    "supplies": "SELECT id, delivery_id, product_id, issued, returned FROM recovery_supply",
    "clients": "SELECT id, code, gender, identity, nickname FROM recovery_client",
    "services": "SELECT id, code, kind FROM recovery_service",
}
KINDS = """
    SELECT product.id, template.material_kind
      FROM product_product product JOIN product_template template ON template.id = product.product_tmpl_id
"""


class RawVolumes:
    """Every table of one organisation read once, as it is; what is counted is found in loops."""

    def __init__(self, dsn, company=COMPANY):
        with closing(psycopg2.connect(dsn)) as connection, connection.cursor(cursor_factory=DictCursor) as cursor:
            cursor.execute("SELECT id FROM res_company WHERE name = %s", [company])
            [[company]] = cursor.fetchall()
            for name, select in TABLES.items():
                cursor.execute(f"{select} WHERE company_id = %s", [company])
                setattr(self, name, {row["id"]: dict(row) for row in cursor.fetchall()})
            cursor.execute(KINDS)
            self.kinds = dict(cursor.fetchall())
        self.supplies_of = defaultdict(list)
        for supply in self.supplies.values():
            self.supplies_of[supply["delivery_id"]].append(supply)

    def done(self, start, stop, place=None):
        """Services that took place from one day to another, each with its visit."""
        rows = []
        for delivery in self.deliveries.values():
            visit = self.encounters[delivery["encounter_id"]]
            took_place = delivery["state"] == "done" and visit["state"] == "done"
            if took_place and start <= visit["date"] <= stop and place in (None, visit["place"]):
                rows.append((delivery, visit))
        return rows

    def material(self, rows, kind=None):
        """Return (pieces out, pieces back) with these services, of one kind or of all."""
        out = back = 0
        for delivery, _visit in rows:
            for supply in self.supplies_of[delivery["id"]]:
                if kind in (None, self.kinds[supply["product_id"]]):
                    out += supply["issued"]
                    back += supply["returned"]
        return out, back

    def in_harm_reduction(self, rows):
        """People who exchanged, or had material in any service."""
        return {
            delivery["client_id"] for delivery, _visit in rows
            if self.supplies_of[delivery["id"]] or self.services[delivery["service_id"]]["kind"] == "exchange"
        } - {None}

    def contacts(self, rows):
        """Return (meetings with somebody known by a code, unnamed people: of each visit the largest number)."""
        met, unnamed = set(), defaultdict(int)
        for delivery, visit in rows:
            if delivery["client_id"]:
                met.add((visit["id"], delivery["client_id"]))
            else:
                unnamed[visit["id"]] = max(unnamed[visit["id"]], delivery["headcount"])
        return met, sum(unnamed.values())

    def figures(self, start, stop):
        """Return {code of an indicator: figure} of the days from ``start`` to ``stop``, both included."""
        rows = self.done(start, stop)
        out, back = self.material(rows, "syringe")
        met, unnamed = self.contacts(rows)
        anonymous = [client for _visit, client in met if self.clients[client]["identity"] == "anonymous"]
        people = self.in_harm_reduction(rows)
        return {
            "syringes_issued": out, "syringes_returned": back, "return_rate": 100 * back / out if out else 0,
            "supplies_issued": self.material(rows)[0], "in_harm_reduction": len(people), "contacts": len(met) + unnamed,
            "headcount": unnamed, "anonymous_contacts": unnamed + len(anonymous),
            "syringes_issued_street": self.material(self.done(start, stop, "street"), "syringe")[0],
            "women_in_harm_reduction": sum(self.clients[person]["gender"] == "female" for person in people),
        }

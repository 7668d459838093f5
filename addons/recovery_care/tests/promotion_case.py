"""Somebody known by a code, and the ways to a name and back."""

from odoo.tools import SQL

from .consent_case import ConsentCase

WHY = "Wants a letter for the court"
SECRETS = ("Jarmila", "Smyšlená", "jarmila@demo.example", "199000777", "Vzorová 0")


class PromotionCase(ConsentCase):

    NAMED = {
        "first_name": "Jarmila", "last_name": "Smyšlená", "birthdate": "1987-05-07", "phone": "199000777",
        "email": "jarmila@demo.example", "address": "Vzorová 0",
    }

    def setUp(self):
        super().setUp()
        self.heron = self.coded(gender="female", birth_year=1987, language="cs_CZ")

    def promote(self, client=None, user=None, consent=True, **more):
        client = (client or self.heron).with_user(user or self.counsellor)
        consent = {"purpose_id": self.identification.id} if consent is True else consent
        values = {**self.NAMED, **more.pop("values", {})}
        return self.env["recovery.client"].browse(client.promote(values, WHY, consent, **more)["id"])

    def demote(self, client, user=None, **more):
        return self.env["recovery.client"].browse(client.with_user(user or self.counsellor).demote(WHY, **more)["id"])

    def log(self, client):
        return self.env["recovery.access.log"].search([
            ("client_id", "=", client.id), ("action", "in", ["promote", "demote", "leave"])])

    def row(self, table, record_id):
        self.env.flush_all()
        [(row,)] = self.env.execute_query(SQL(
            "SELECT row_to_json(t)::text FROM %s t WHERE id = %s", SQL.identifier(table), record_id,
        ))
        return row

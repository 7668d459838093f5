from odoo.fields import Command
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestClientPayer(FeeCase):
    """A restricted resident pays like the others, and nobody who keeps the accounts learns who it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # With a plan that the town pays a part of, so that its invoices are looked at as well.
        analytic = cls.env["account.analytic.account"].create({
            "name": "Demo grant", "plan_id": cls.env["account.analytic.plan"].create({"name": "Demo"}).id,
        })
        cls.new_plan(
            [{"payer": "municipality", "partner_id": cls.town.id, "value": 60}],
            analytic_distribution={str(analytic.id): 100},
        )

    def charge(self, client, bed):
        """Return the posted papers of a month, a deposit, a credit note, a loss and a payment of a client."""
        stay = self.stay_from("2026-01-01", bed=bed, client=client)
        fees = [self.fee_of(stay, f"2026-0{month}-01") for month in (2, 3, 4)]
        moves = self.env["recovery.fee"].union(*fees).share_ids.move_id
        moves.action_post()
        self.pay(fees[0].share_ids.filtered(lambda share: share.payer == "resident").move_id)
        deposit = self.env["recovery.stay.deposit"].create({"stay_id": stay.id, "amount": 50})
        deposit.action_book()
        stay.monthly_fee = 120
        fees[1].action_correct()
        client.restricted_user_ids += self.accountant
        fees[2].with_user(self.accountant).action_write_off("hardship")
        return self.env["account.move"].search([("company_id", "=", self.company.id)])

    def texts_of(self, moves, client):
        """Return all that can be read of papers, their lines, payments, analytic lines, contacts and conversations."""
        contact = client.partner_id
        payments = self.env["account.payment"].search([("partner_id", "=", contact.id)])
        lines = self.env["account.analytic.line"].search([("move_line_id", "in", moves.line_ids.ids)])
        self.assertTrue(payments and lines)
        records = [*moves, *moves.line_ids, *payments, *lines, contact]
        messages = self.env["mail.message"].search([
            ("model", "in", ("account.move", "account.payment", "res.partner")),
            ("res_id", "in", [record.id for record in records]),
        ])
        values = self.env["mail.tracking.value"].search([("mail_message_id", "in", messages.ids)])
        self.env.flush_all()
        self.env.invalidate_all()
        return "\n".join(self.words_of(record.sudo()) for record in (*records, *messages, *values))

    def words_of(self, record):
        names = [name for name, field in record._fields.items() if field.type in ("char", "text", "html")]
        return "\n".join(f"{record._name} {name}: {record[name]}" for name in names if record[name])

    def test_the_ledger_does_not_know_a_restricted_resident(self):
        client = self.client_restricted
        moves = self.charge(client, self.bed_b)
        found = [line for line in self.texts_of(moves, client).splitlines() if client.code in line]
        self.assertEqual(found, [])
        self.assertEqual(client.partner_id.name, f"Payer {client.partner_id.id}")
        self.assertIn(client.partner_id.name, moves.mapped("invoice_line_ids.name")[0])
        self.assertEqual(len(moves.partner_id - self.town), 1, "Whoever keeps the accounts still sees one payer.")

    def test_whoever_becomes_restricted_disappears_from_the_ledger(self):
        moves = self.charge(self.client, self.bed_a)
        before = self.texts_of(moves, self.client)
        self.assertIn(self.client.code, before)
        sums = moves.mapped("amount_total")
        self.client.with_context(tracking_disable=False).write({"restricted": True})
        code = self.client.code
        found = [line for line in self.texts_of(moves, self.client).splitlines() if code in line]
        self.assertEqual(found, [])
        self.assertEqual(moves.mapped("amount_total"), sums)
        self.client.restricted = False
        self.assertIn(code, self.texts_of(moves, self.client))

    def test_other_residents_keep_their_references(self):
        other = self.new_client(self.own)
        self.charge(self.client, self.bed_a)
        self.charge(other, self.bed_b)
        self.client.restricted = True
        lines = self.env["account.move.line"].search([("name", "like", f"{other.code} · ")])
        self.assertTrue(lines)
        self.assertEqual(other.partner_id.name, other.code)

    def test_what_is_sealed_stays(self):
        """The hash of a sealed journal covers the words; they could not be changed without a trace."""
        moves = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01").share_ids.move_id
        moves.action_post()
        self.env.flush_all()
        self.cr.execute("UPDATE account_move SET inalterable_hash = 'demo' WHERE id IN %s", [tuple(moves.ids)])
        self.env.invalidate_all()
        self.client.write({"restricted": True, "restricted_user_ids": [Command.link(self.keeper.id)]})
        self.assertIn(self.client.code, moves[0].ref)
        self.assertNotEqual(self.client.partner_id.name, self.client.code)

    def test_a_fee_is_still_called_by_the_code_where_it_may_be_seen(self):
        fee = self.fee_of(self.stay_from("2026-01-01", client=self.client_restricted), "2026-03-01")
        self.assertIn(self.client_restricted.code, fee.display_name)

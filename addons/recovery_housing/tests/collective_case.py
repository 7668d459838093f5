"""Residents of whom a town pays everything, and wants one invoice a month for them."""

from .fee_case import FeeCase


class CollectiveCase(FeeCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town.with_company(cls.company).recovery_collective_invoice = True
        cls.new_plan([{"payer": "municipality", "partner_id": cls.town.id, "method": "rest"}], applies_to="company")

    @classmethod
    def house_people(cls, *amounts, house=None):
        """Return stays since January 2026 of new clients, for so much a month each, in one more house."""
        house = house or cls.community
        first = cls.env["recovery.bed"].search_count([("house_id", "=", house.id)])
        beds = cls.env["recovery.bed"].create([
            {"name": f"X{first + number}", "house_id": house.id} for number, _amount in enumerate(amounts)
        ])
        return cls.env["recovery.stay"].union(*(
            cls.stay_from("2026-01-01", bed=bed, client=cls.new_client(house.program_id), monthly_fee=amount)
            for bed, amount in zip(beds, amounts, strict=True)
        ))

    def charge(self, stays, period="2026-03-01"):
        """Return the shares of the fees of a month, made as drafts and invoiced in one go."""
        fees = self.env["recovery.fee"].create([{"stay_id": stay.id, "period": period} for stay in stays])
        fees.action_invoice()
        return fees.share_ids

    def take_back(self, share, post=True):
        """Cancel the fee of a share; return the share of the credit note, posted unless told otherwise."""
        share.fee_id.action_cancel()
        note = share.fee_id.share_ids.filtered(lambda other: other.credits_id == share)
        if post:
            note.move_id.action_post()
        return note

    def open_of(self, shares):
        """Return what is open of shares, and check that the list of arrears says the same."""
        self.env.invalidate_all()
        found = [round(share.amount_open, 3) for share in shares]
        rows = self.env["recovery.fee.arrears"].search([("client_id", "in", shares.client_id.ids)])
        posted = shares.fee_id.share_ids.filtered(lambda share: share.state == "live" and share.move_state == "posted")
        for client in shares.client_id:
            mine = posted.filtered(lambda share, client=client: share.client_id == client)
            row = rows.filtered(lambda row, client=client: row.client_id == client)
            self.assertAlmostEqual(sum(row.mapped("amount_open")), sum(mine.mapped("amount_open")), 3, client.code)
        return found

"""A resident of one organisation of a consortium who asks for a house of another one."""

from odoo.addons.recovery_care.tests.sharing_case import SharingCase

from .application_case import ApplicationCase


class PartnerCase(ApplicationCase, SharingCase):
    """``client`` lives in bed A of the community; ``host`` is house staff of the partner, in whose house is one bed."""

    def setUp(self):
        super().setUp()
        self.host = self.new_user("host", "house", self.partner_company)
        self.join(self.host, self.foreign)
        self.chief = self.new_user("chief", "manager", self.partner_company)
        self.join(self.chief, self.foreign)
        self.stay = self.new_stay(start=-40, state="in", monthly_fee=4000, deposit=1000)

    def ask(self, stay=None, house=None, user=None, note=None):
        """Ask a house of the partner for a resident; returns the application as superuser."""
        stay = (stay or self.stay).with_user(user or self.house)
        return stay.ask_partner_house((house or self.abroad).id, note).sudo().with_env(self.env)

    def here(self, record, user=None):
        """Return a record as a user of the home company has it, with nothing in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user or self.house).with_context(allowed_company_ids=self.company.ids)

    def offer_there(self, application, start=0, bed=None, user=None):
        """Offer the bed of the partner; returns the offer as its house staff has it."""
        return self.there(self.env["recovery.housing.offer"], user or self.host).create({
            "application_id": application.id, "bed_id": (bed or self.bed_abroad).id, "date_from": self.day(start),
        })

    def move_there(self, application):
        """Let the partner offer the bed, the client accept it and move in today; returns the new stay."""
        offer = self.offer_there(application)
        offer.action_accept()
        offer.stay_id.action_check_in()
        return offer.stay_id.sudo().with_env(self.env)

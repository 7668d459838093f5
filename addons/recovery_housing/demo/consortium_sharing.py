from datetime import timedelta

from odoo import api, models
from odoo.addons.recovery_care.demo.builder import QUIET

from .consortium_life import LIVES
from .consortium_plan import LAST_DAY

MANAGER = "recovery_housing.demo_consortium_user_manager"


class DemoConsortiumSharing(models.AbstractModel):
    """Who is helped by two of the four partners: by consent, and after the two years that were reported on."""

    _inherit = "recovery.demo"

    @api.model
    def _build_consortium_sharing(self):
        """Let people be shared, one of them move to a house of a partner, and another ask for one, once."""
        purpose = self.env.ref("recovery_care.consent_purpose_partner")
        if self._today() <= LAST_DAY + timedelta(days=12) or self.env["recovery.consent"].search_count(
            [("purpose_id", "=", purpose.id)], limit=1,
        ):
            return
        for partner in LIVES:
            self.env.ref(f"recovery_housing.demo_{partner}_talk").takes_shared = True
        self._share_a_move("novo_mesto", "MILL", "maribor", "HILL")
        self._share_a_request("koper", "SEA", "ljubljana", "RIV")
        self._share_those_who_talk()

    def _as_manager(self, *partners):
        """Return the environment of the head of the consortium in some of the four organisations."""
        companies = [self._home(partner).id for partner in partners]
        return self.with_user(self.env.ref(MANAGER)).with_context(**QUIET, allowed_company_ids=companies).env

    def _agree(self, client, partner, days, **values):
        """Record the consent of a client, so many days ago, to be shared with a partner."""
        [home] = [key for key in LIVES if self._home(key) == client.company_id]
        return self._as_manager(home)["recovery.consent"].create({
            "client_id": client.id, "company_id": client.company_id.id, "partner_id": self._home(partner).partner_id.id,
            "purpose_id": self.env.ref("recovery_care.consent_purpose_partner").id,
            "date_from": self._today() - timedelta(days=days), "state": "given", **values,
        })

    def _find_resident(self, partner, code):
        """Return the stay of who has lived longest in a house, in the environment of the head."""
        return self._as_manager(partner)["recovery.stay"].search(
            [("house_id.code", "=", code), ("company_id", "=", self._home(partner).id), ("state", "=", "in")],
            order="date_from", limit=1,
        )

    def _ask(self, partner, code, other, other_code, days):
        """Let a resident ask a house of another organisation, so many days ago; return the application there."""
        stay = self._find_resident(partner, code)
        house = self.env["recovery.house"].search([("code", "=", other_code), ("company_id", "=", self._home(other).id)])
        if not stay or not house:
            return self.env["recovery.housing.application"]
        self._agree(stay.client_id, other, days + 3)
        application = stay.ask_partner_house(house.id, "Work nearby.")
        application.sudo().date_applied = self._today() - timedelta(days=days)
        return application.with_env(self._as_manager(other))

    def _share_a_move(self, partner, code, other, other_code):
        """One who lived in a household moved to a community of a partner: one stay ended as the other began."""
        application = self._ask(partner, code, other, other_code, 11)
        moved = self._today() - timedelta(days=5)
        bed = application.env["recovery.bed"]._find_free(application.company_id, moved, None).filtered(
            lambda free: free.house_id == application.house_id,
        )[:1]
        if not bed:
            return
        application.action_wait()
        self._find_own(application).action_met()
        offer = application.env["recovery.housing.offer"].create({
            "application_id": application.id, "bed_id": bed.id, "date_from": moved,
            "date_offered": moved - timedelta(days=3), "date_expiry": self._today() + timedelta(days=1),
        })
        offer.action_accept()
        offer.stay_id.action_check_in(moved)

    def _share_a_request(self, partner, code, other, other_code):
        """Another one waits for a bed with a partner."""
        application = self._ask(partner, code, other, other_code, 9)
        if application:
            application.action_wait()
            self._find_own(application).action_met()

    def _share_those_who_talk(self):
        """Of those who come to talk in Maribor one also comes to Ljubljana, and one does not want it any more."""
        clients = self.env["recovery.client"].search([
            ("company_id", "=", self._home("maribor").id),
            ("episode_ids", "any", [("program_id.code", "=", "TALK"), ("state", "=", "active"), ("role", "=", "client")]),
        ], order="id", limit=2)
        for client, ended in zip(clients, (False, True), strict=False):
            consent = self._agree(client, "ljubljana", 30)
            if ended:
                consent.action_withdraw()

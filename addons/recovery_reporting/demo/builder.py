from datetime import date

from odoo import api, models

# Six half-years; the next report that somebody makes is then the final one, on the whole grant.
HALF_YEARS = 6
CORRECTED_AFTER = 5


class Demo(models.AbstractModel):
    _inherit = "recovery.demo"

    @api.model
    def _build_reports(self):
        """Start the counselling grant and report its half-years as the finance officer does; start those of today."""
        grant = self._find_unreported("grant", "user_finance")
        if grant:
            self._report_half_years(grant)
            self._start_running(grant.env)

    def _find_unreported(self, grant_key, user_key):
        """Return a grant as its finance officer sees it; none where it has begun or nothing was done yet."""
        grant = self.env.ref(f"recovery_reporting.demo_{grant_key}")
        if grant.state != "draft" or not self.env["recovery.delivery"].search_count(
            [("company_id", "=", grant.company_id.id)], limit=1,
        ):
            return grant.browse()
        return grant.with_user(self._ref(user_key)).with_context(
            allowed_company_ids=grant.company_id.ids, tracking_disable=True, mail_create_nosubscribe=True, lang="en_US",
        )

    def _report_first_periods(self, grant_key, user_key, count):
        """Start a grant and freeze its first reports as its finance officer does, once."""
        grant = self._find_unreported(grant_key, user_key)
        if not grant:
            return
        grant.action_confirm()
        grant.action_attribute()
        self._analyze("attribution", "delivery", "encounter", "client", "supply")
        for _number in range(count):
            grant.env["recovery.report"].browse(grant.action_new_report()["res_id"]).action_freeze()

    def _report_half_years(self, grant):
        """Freeze one report after the other.

        After the fifth a meeting of an earlier half-year turns out not to have taken place: the frozen
        reports stay as they are and show the correction beside their figures.
        """
        grant.action_confirm()
        grant.action_attribute()
        self._analyze("attribution", "delivery", "encounter", "client", "ors", "episode")
        for number in range(1, HALF_YEARS + 1):
            grant.env["recovery.report"].browse(grant.action_new_report()["res_id"]).action_freeze()
            if number == CORRECTED_AFTER:
                self._correct_a_meeting(grant)

    def _start_running(self, env):
        """Start the grants of these days; the younger one wants what the older one claims already.

        The oldest of these conflicts is decided, the others wait for somebody.
        """
        for name in ("city", "region"):
            grant = self.env.ref(f"recovery_reporting.demo_grant_{name}").with_env(env)
            grant.action_confirm()
            grant.action_attribute()
        conflicts = env["recovery.attribution"].search([("state", "=", "conflict")], order="date, id")
        conflicts[:1].action_take()

    def _correct_a_meeting(self, grant):
        """Amend, as the head of the centre, a meeting of somebody who came often: the person had not come."""
        manager = self.env.ref("recovery_care.demo_user_manager")
        Encounter = self.env["recovery.encounter"].with_user(manager).with_context(**grant.env.context)
        candidates = Encounter.search([
            ("program_id", "=", self.env.ref("recovery_care.demo_program_centre").id), ("state", "=", "done"),
            ("date", ">=", date(2025, 3, 1)), ("date", "<=", date(2025, 8, 31)), ("ors_ids", "=", False),
        ], order="date, id")
        meeting = next(
            encounter for encounter in candidates
            if len(encounter.delivery_ids) == 1 and encounter.delivery_ids.client_id.encounter_count > 12
        )
        meeting.amend("The client did not come; the meeting was entered as done by mistake")
        meeting.action_no_show()
        meeting.action_finish_amendment()

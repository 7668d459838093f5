from datetime import timedelta

from odoo import models
from odoo.fields import Command

from .present import Present


class DemoRunning(models.AbstractModel):
    """The part of the demonstration that lies around the day of loading."""

    _inherit = "recovery.demo"

    def _build_running(self, history, courses, clients, episodes):
        """Create the running cases and what a team leaves behind in its daily work."""
        present = Present(self._today(), history)
        cases = present.plan_cases()
        cases["relative"].relative_of = cases["not_improving"]
        newcomers = [*cases.values(), *present.plan_contact_point()]
        continued = present.plan_continued(courses)
        new_clients, new_episodes = self._create_people(newcomers)
        clients, episodes = {**clients, **new_clients}, {**episodes, **new_episodes}
        self._create_contacts([*newcomers, *continued], clients, episodes)
        self._create_evening_group(present.plan_group([*cases.values(), *continued]), clients, episodes)
        self._create_notes(newcomers, clients)
        by_case = {key: clients[id(course.person)] for key, course in cases.items()}
        by_case["restricted"].write({
            "restricted": True,
            "restricted_user_ids": [Command.set([self._ref("user_manager").id, self._ref("user_counsellor").id])],
        })
        self._amend_an_encounter(by_case["improving"])
        self._leave_traces(by_case)
        self._create_activities(by_case)

    def _create_evening_group(self, group, clients, episodes):
        session = self._create_sessions([group], clients, episodes, state="planned")
        lecture = self._ref("service_lecture")
        self._create_encounters([{
            "date_start": session.date_start + timedelta(days=7), "minutes": 90, "place": "other",
            "program_id": self._ref("program_contact").id,
            "employee_ids": [Command.set([self._ref("employee_outreach").id])],
            "delivery_ids": [Command.create({"service_id": lecture.id, "minutes": 90, "headcount": 25})],
        }])

    def _amend_an_encounter(self, client):
        """Correct a finished meeting as the head of the centre would."""
        encounter = client.delivery_ids.filtered(lambda delivery: delivery.state == "done").encounter_id[-1:]
        encounter = encounter.with_user(self._ref("user_manager")).with_context(**self.env.context)
        encounter.amend("The session lasted longer than what was entered")
        encounter.write({"minutes": 70})
        encounter.delivery_ids.write({"minutes": 70})
        encounter.action_finish_amendment()

    def _leave_traces(self, by_case):
        """Files that were opened, and one emergency access of a counsellor to another programme."""
        counsellor, manager = self._ref("user_counsellor"), self._ref("user_manager")
        Log = self.env["recovery.access.log"]
        for user, keys in ((counsellor, ("improving", "falling", "new")), (manager, ("falling", "overdue"))):
            for key in keys:
                Log.with_user(user)._log(by_case[key], "open", "recovery.client")
        self.env["recovery.access.override"].with_user(counsellor).request(
            by_case["relative"].code, "Demonstration: the relative called in a crisis, the counsellor is ill.", 24,
        )

    def _create_activities(self, by_case):
        """What is due: contacts by the nightly job, and to-dos by hand."""
        self.env["recovery.episode"]._cron_contacts()
        counsellor, today = self._ref("user_counsellor"), self._today()
        for key, days, summary in (
            ("improving", 2, "Certificate for the labour office"),
            ("falling", 0, "Talk over the last rating with the supervisor"),
            ("new", -1, "Ask for the report from detox"),
            ("prison_due", 5, "Write to the prison social worker"),
        ):
            by_case[key].activity_schedule(
                "mail.mail_activity_data_todo", user_id=counsellor.id, summary=summary,
                date_deadline=today + timedelta(days=days),
            )

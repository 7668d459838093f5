from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import AccessError
from odoo.tools import SQL
from psycopg2.errors import SerializationFailure

from ..rota import Slot, share

# What counts towards somebody's share: nobody is punished for an illness, and what was missed is still owed.
COUNTED = ("planned", "done", "excused")


class HouseRota(models.Model):
    """The rota of a house: weeks ahead, shared fairly among those who live there and are not away."""

    _inherit = "recovery.house"

    rota_weeks = fields.Integer(
        string="Plan the rota ahead (weeks)", required=True, default=2, help="0: no rota is planned.",
    )
    rota_back_weeks = fields.Integer(
        string="Share over (weeks)", required=True, default=8,
        help="Whoever did more than their share in these weeks gets less now.",
    )
    rota_names = fields.Selection(
        [("first_name", "First name"), ("code", "Code")], string="Residents on the wall", required=True,
        default="first_name",
        help="How residents are called on the printed rota; always by code for those who may not see names.",
    )
    rota_planned_at = fields.Datetime(string="Rota last planned", readonly=True, copy=False)

    _rota = Check(
        "CHECK(rota_weeks BETWEEN 0 AND 12 AND rota_back_weeks BETWEEN 1 AND 52)",
        "Plan the rota ahead, Share over: write 0 to 12 weeks ahead and 1 to 52 weeks back.",
        lambda row: 0 <= row["rota_weeks"] <= 12 and 1 <= row["rota_back_weeks"] <= 52,
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"rota_weeks", "rota_back_weeks"}:
            self.sudo()._plan_rota()
        return result

    # For people

    def _check_house_staff(self):
        """Raise AccessError for whoever does not run the house."""
        self.check_access("read")
        if not self.env.su and not (
            self.env.user.has_group("recovery_care.group_house")
            and all(self.env.user in house.sudo().program_id.user_ids for house in self)
        ):
            raise AccessError(self.env._("The rota is planned by the house staff of the programme."))

    def action_plan_rota(self):
        """Plan what is missing of the next weeks now; what stands already is left alone.

        :raises AccessError: for whoever is not house staff of the programme
        """
        self._check_house_staff()
        return self._notify_planned(self.sudo()._plan_rota())

    def action_replan_rota(self):
        """Plan the days from tomorrow on anew; what residents agreed or staff decided stays."""
        self._check_house_staff()
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        self.env["recovery.house.task.duty"].sudo().search([
            ("house_id", "in", self.ids), ("date", ">=", tomorrow), ("state", "=", "planned"), ("origin", "=", "plan"),
        ]).filtered(lambda duty: "asked" not in duty.swap_ids.mapped("state")).unlink()
        return self._notify_planned(self.sudo()._plan_rota())

    def _notify_planned(self, duties):
        message = self.env._("Duties planned: %s.", len(duties)) if duties else self.env._(
            "Everything is planned that can be: add tasks, or see who lives here and is not away.",
        )
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success" if duties else "info", "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # Planning, as superuser

    @api.model
    def _cron_plan_rota(self):
        """Keep the rota of every house planned, one house after the other; running it again plans nothing twice."""
        houses = self.env["recovery.house.task"].search([]).house_id
        self.env["ir.cron"]._commit_progress(remaining=len(houses))
        for house in houses:
            try:
                house._plan_rota()
            except SerializationFailure:
                # Somebody plans this house right now.
                self.env.cr.rollback()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _plan_rota(self):
        """Plan what is missing of the next weeks and take back what nobody is there for; returns the new duties.

        The houses are written first: of two runs at one time the database makes the second begin again, which then finds
        the duties of the first.
        """
        created = self.env["recovery.house.task.duty"]
        if not self or self.env.context.get("recovery_rota_later"):
            return created
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE recovery_house SET rota_planned_at = %s WHERE id IN %s", fields.Datetime.now(), tuple(self.ids),
        ))
        self.invalidate_recordset(["rota_planned_at"])
        for house in self:
            created |= house._plan_house()
        return created

    def _follow_residents(self):
        """After a change of who lives in the houses (superuser): plan anew where duties stand."""
        if self.env.context.get("recovery_rota_later"):
            return
        planned = self.env["recovery.house.task.duty"]._read_group(
            [("house_id", "in", self.ids), ("state", "=", "planned"), ("date", ">=", fields.Date.context_today(self))],
            ["house_id"],
        )
        self.browse(house.id for [house] in planned)._plan_rota()

    def _plan_house(self):
        """Plan one house."""
        today = fields.Date.context_today(self.with_context(tz=self.company_id._get_timezone().zone))
        last = today + timedelta(weeks=self.rota_weeks) - timedelta(days=1)
        back = today - timedelta(weeks=self.rota_back_weeks)
        tasks = self.env["recovery.house.task"].search([("house_id", "=", self.id)])
        planned = self.env["recovery.house.task.duty"].search([
            ("house_id", "=", self.id), ("date", ">=", today), ("state", "=", "planned"),
        ])
        stays = self._find_residents(back, max([last, *planned.mapped("date")]), today)
        self._release_duties(planned, tasks, stays, today)
        duties = self.env["recovery.house.task.duty"]._find_in_window(self, back, last)
        slots = self._get_slots(tasks, duties, today, last) if self.rota_weeks else []
        days = [back + timedelta(days=number) for number in range((last - back).days + 1)]
        present = {
            client: here for client, here in stays._get_days_by_client(days).items() if here and max(here) >= today
        }
        choices = share(
            slots, present,
            loads=self._sum_loads(duties),
            last_done={(duty.client_id.id, duty.task_id.id): duty.date for duty in duties.sorted("date")},
            duties=[(duty.client_id.id, duty.date) for duty in duties if duty.state == "planned"],
        )
        return self._create_duties(choices, stays)

    def _find_residents(self, first, last, today):
        """Return the stays of one house that hold on some day from ``first`` to ``last``; not of people who did not come."""
        return self.env["recovery.stay"].search([
            ("house_id", "=", self.id), ("date_from", "<=", last), "|", ("date_to", "=", False), ("date_to", ">", first),
            "|", ("state", "in", ("in", "out")), "&", ("state", "=", "reserved"), ("date_from", ">=", today),
        ], order="id")

    def _sum_loads(self, duties):
        loads = defaultdict(int)
        for duty in duties:
            if duty.state in COUNTED:
                loads[duty.client_id.id] += duty.load
        return loads

    def _get_slots(self, tasks, duties, today, last):
        """Return the Slots of one house; somebody excused before the day makes room for somebody else."""
        exemptions = self.env["recovery.house.task.exemption"]._find_in_force(self, today, last)
        taken, named = defaultdict(set), defaultdict(set)
        for duty in duties:
            key = (duty.task_id.id, duty.date)
            named[key].add(duty.client_id.id)
            if duty.state != "excused" or duty.date < today:
                taken[key].add(duty.client_id.id)
        return [
            Slot(
                day=day, task=task.id, load=task.load, people=task.people, taken=frozenset(taken[task.id, day]),
                barred=frozenset(named[task.id, day] | {
                    exemption.client_id.id for exemption in exemptions if exemption._covers(task, day)
                }),
            )
            for task in tasks for day in task._get_days(today, last)
        ]

    def _create_duties(self, choices, stays):
        by_client = stays.grouped(lambda stay: stay.client_id.id)
        return self.env["recovery.house.task.duty"].create([
            {
                "task_id": choice.slot.task, "date": choice.slot.day, "load": choice.slot.load, "origin": "plan",
                "stay_id": by_client[choice.person].filtered(
                    lambda stay, day=choice.slot.day: stay._is_here_on(day),
                )[:1].id,
                "planned_load": choice.load, "planned_nights": choice.nights, "planned_candidates": choice.candidates,
            }
            for choice in choices
        ])

    def _release_duties(self, duties, tasks, stays, today):
        """Take back planned duties of people who moved out or are away on the day, and of days that are off.

        Who moved to another bed of the house keeps them. What residents agreed or staff decided goes only with the person.
        """
        if not duties:
            return
        last = max(duties.mapped("date"))
        days = {task: task._get_days(today, last) for task in tasks}
        away = stays._get_days_away(today, last)
        exemptions = self.env["recovery.house.task.exemption"]._find_in_force(self, today, last)
        by_client, gone = stays.grouped("client_id"), []
        for duty in duties:
            own = by_client.get(duty.client_id, stays.browse())
            stay = own.filtered(lambda stay, day=duty.date: stay._is_here_on(day))[:1]
            off = duty.origin == "plan" and duty.date not in days.get(duty.task_id, set())
            exempt = any(
                exemption.client_id == duty.client_id and exemption._covers(duty.task_id, duty.date)
                for exemption in exemptions
            )
            if not stay or off or exempt or duty.date in away.get(stay.id, ()):
                gone.append(duty.id)
            elif stay != duty.stay_id:
                duty.stay_id = stay
        duties.browse(gone).unlink()

    def _find_duty_obstacle(self, task, stay, day):
        """Return in words why a resident (superuser) cannot do a task of one house on a day, or False."""
        if stay.house_id != self or not stay._is_here_on(day):
            return self.env._("To: this person does not live here on %s.", day)
        if day in stay._get_days_away(day, day).get(stay.id, ()):
            return self.env._("To: this person is on leave on %s.", day)
        exemptions = self.env["recovery.house.task.exemption"]._find_in_force(self, day, day)
        if any(exemption.client_id == stay.client_id and exemption._covers(task, day) for exemption in exemptions):
            return self.env._("To: this person is exempt from “%s” that day.", task.name)
        return False

from collections import Counter

from odoo import api, fields, models

SHOWN = ("planned", "done", "missed", "excused")


class HouseRotaWeek(models.TransientModel):
    """The rota of a house for a week, as it hangs on the wall."""

    _name = "recovery.house.rota.week"
    _description = "Rota of a week"
    _inherit = ["recovery.week.page"]
    _page_template = "recovery_housing.house_rota_week_page"
    _page_report = "recovery_housing.house_rota_week_action_print"

    house_id = fields.Many2one(
        "recovery.house", required=True, default=lambda self: self._default_house_id(),
        domain="[('program_id.user_ids', 'in', uid), ('nights', '=', 'stay')]",
    )

    @api.model
    def _default_house_id(self):
        House = self.env["recovery.house"]
        houses = self.env["recovery.house.task"].search([("program_id.user_ids", "in", self.env.uid)]).house_id
        return houses[:1] or House.search([("program_id.user_ids", "in", self.env.uid), ("nights", "=", "stay")], limit=1)

    @api.depends("monday", "house_id")
    def _compute_content(self):
        super()._compute_content()

    @api.depends("house_id", "monday")
    def _compute_display_name(self):
        for page in self:
            page.display_name = page._get_title()

    def _get_title(self):
        return self.env._("Rota of %s", self.house_id.name or "")

    def _find_duties(self):
        """Return the duties of the week that the user may see."""
        days = self._get_days()
        return self.env["recovery.house.task.duty"].search([
            ("house_id", "=", self.house_id.id), ("date", ">=", days[0]), ("date", "<=", days[-1]), ("state", "in", SHOWN),
        ])

    def _log_printing(self):
        for page in self:
            page._find_duties()._log_reading("print")

    def _get_rows(self):
        """Return [{task, cells: for each day [{name, state}]}] of the tasks that are due in the week."""
        duties = self._find_duties()
        names = self._name_residents(duties.client_id)
        by_place = duties.grouped(lambda duty: (duty.task_id, duty.date))
        states = dict(duties._fields["state"]._description_selection(self.env))
        return [
            {
                "task": task.name,
                "cells": [
                    [
                        {
                            "name": names[duty.client_id], "state": duty.state, "label": states[duty.state],
                            "checked": bool(duty.checked_by_id),
                        }
                        for duty in by_place.get((task, day), ())
                    ]
                    for day in self._get_days()
                ],
            }
            for task in duties.task_id.sorted(lambda task: (task.sequence, task.name))
        ]

    def _name_residents(self, clients):
        """Return {client: how the house calls them on the wall}, by code for whoever may not see names."""
        if self.house_id.rota_names == "code" or not self.env.user.has_group("recovery_care.group_identity"):
            return {client: client.code for client in clients}
        names = {client: client.first_name or client.nickname for client in clients}
        shared = Counter(names.values())
        return {
            client: name if name and shared[name] == 1 else " ".join(filter(None, [name, client.code]))
            for client, name in names.items()
        }

    def action_plan(self):
        return self.house_id.action_plan_rota()

    def action_replan(self):
        return self.house_id.action_replan_rota()

    def action_open_duties(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.house_task_duty_action")
        return {**action, "domain": [("house_id", "=", self.house_id.id)], "context": {"search_default_coming": 1}}

    @api.model
    def action_open(self):
        """Open the rota of this week; without a house in which people live, the list of tasks, which says how to begin."""
        if not self._default_house_id():
            return self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.house_task_action")
        return self.create({})._get_screen()

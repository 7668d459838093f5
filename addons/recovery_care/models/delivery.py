from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class Delivery(models.Model):
    """The fact table: one service to one person, or to a number of unnamed people.

    Date, programme and company are kept here as well, so that measures over millions
    of rows need no join and no rule has to walk through the encounter.
    """

    _name = "recovery.delivery"
    _description = "Service delivered"
    _inherit = ["recovery.client.record", "recovery.amendable"]
    _order = "date desc, id desc"
    _rec_name = "service_id"
    _rec_names_search = ["client_id", "service_id"]
    _amendable_facts = (
        "client_id", "service_id", "minutes", "quantity", "headcount", "episode_id", "state", "state_own", "collects_for",
    )
    # Recorded for two clients who turn out to be one person: the second is cancelled.
    _merge_clashes = {"once": {"state": "cancelled", "state_own": True}}
    # Kept here for speed; whoever could write them would move a fact away from its encounter.
    _of_the_encounter = ("program_id", "company_id", "date")

    encounter_id = fields.Many2one("recovery.encounter", required=True, index=True, ondelete="cascade")
    client_id = fields.Many2one(required=False)
    service_id = fields.Many2one(
        "recovery.service", required=True, index=True, ondelete="restrict", check_company=True,
        compute="_compute_service_id", store=True, readonly=False, precompute=True,
    )
    program_id = fields.Many2one(
        related="encounter_id.program_id", string="Programme", store=True, precompute=True,
    )
    company_id = fields.Many2one(related="encounter_id.company_id", store=True, precompute=True, default=None)
    date = fields.Date(related="encounter_id.date", store=True, precompute=True)
    episode_id = fields.Many2one(
        "recovery.episode", compute="_compute_episode_id", store=True, readonly=False, precompute=True,
        index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('client_id', '=', client_id), ('program_id', '=', program_id)]",
    )
    minutes = fields.Integer(compute="_compute_minutes", store=True, readonly=False, precompute=True)
    quantity = fields.Float(default=1.0, digits=(12, 2))
    headcount = fields.Integer(string="Unnamed people", help="How many unnamed people; 0 for a client.")
    state = fields.Selection(
        selection=lambda self: self.env["recovery.encounter"]._fields["state"]._description_selection(self.env),
        compute="_compute_state", store=True, readonly=False, precompute=True, required=True, copy=False,
    )
    state_own = fields.Boolean(
        string="Differs from the encounter", copy=False,
        help="Somebody missing from a group, or a row cancelled by an amendment.",
    )
    place = fields.Selection(related="encounter_id.place")
    is_intervention = fields.Boolean(related="service_id.is_intervention")

    _somebody = models.Constraint(
        "CHECK((client_id IS NULL) = (headcount > 0))",
        "Client: choose a client, or write how many unnamed people there were.",
    )
    _numbers = models.Constraint(
        "CHECK(minutes BETWEEN 0 AND 44640 AND headcount >= 0 AND quantity >= 0)",
        "Minutes, quantity and number of people cannot be negative.",
    )
    _own_state = models.Constraint(
        "CHECK(state_own IS NOT TRUE OR state IN ('no_show', 'cancelled'))",
        "State: apart from its encounter a service is only a no-show or cancelled.",
    )
    _once = models.UniqueIndex(
        "(encounter_id, client_id, service_id) WHERE client_id IS NOT NULL AND state <> 'cancelled'",
        "Service: this client already has the service in this encounter. Change its quantity or minutes.",
    )
    _program_date_idx = models.Index("(program_id, date) WHERE state = 'done'")
    _client_date_idx = models.Index("(client_id, date) WHERE state = 'done'")

    @api.depends("encounter_id.state", "state_own")
    def _compute_state(self):
        for delivery in self:
            if not delivery.state_own:
                delivery.state = delivery.encounter_id.state or "planned"

    @api.depends("encounter_id.program_id")
    def _compute_service_id(self):
        for delivery in self:
            if not delivery.service_id:
                delivery.service_id = delivery.encounter_id.program_id.service_ids[:1]

    @api.depends("service_id")
    def _compute_minutes(self):
        """The encounter's minutes that the client's other rows leave over, so that no hour counts twice."""
        taken = {}
        for delivery in self:
            encounter = delivery.encounter_id
            key = (encounter, delivery.client_id)
            if key not in taken:
                others = encounter.delivery_ids.filtered(
                    lambda other, client=delivery.client_id: other.client_id == client,
                ) - self if not encounter.id else self.browse()
                taken[key] = sum(others.mapped("minutes"))
            if encounter.minutes:
                delivery.minutes = max(encounter.minutes - taken[key], 0)
            else:
                delivery.minutes = delivery.service_id.default_minutes
            taken[key] += delivery.minutes

    @api.depends("client_id", "program_id", "date")
    def _compute_episode_id(self):
        keys = {
            delivery: (delivery.client_id._origin.id, delivery.program_id._origin.id, delivery.date) for delivery in self
        }
        running = self._find_episodes(set(keys.values()))
        for delivery, key in keys.items():
            delivery.episode_id = running.get(key)

    @api.model
    def _find_episodes(self, keys):
        """Return {(client id, programme id, day): episode id or False}: the episode that was running on the day.

        Of several the open or latest one.
        """
        wanted = [(client, program) for client, program, day in keys if client and program and day]
        episodes = self.env["recovery.episode"].sudo().search_fetch(
            [("client_id", "in", [key[0] for key in wanted]), ("program_id", "in", [key[1] for key in wanted])],
            ["client_id", "program_id", "company_id", "state", "date_start", "date_end", "last_contact", "phase_id"],
            order="date_end desc nulls first, date_start desc, id desc",
        ) if wanted else self.env["recovery.episode"]
        by_person = episodes.grouped(lambda episode: (episode.client_id.id, episode.program_id.id))
        return {
            (client, program, day): by_person.get((client, program), episodes.browse()).filtered(
                lambda episode, day=day: day and (not episode.date_start or episode.date_start <= day)
                and (not episode.date_end or episode.date_end >= day),
            )[:1].id
            for client, program, day in keys
        }

    @api.depends("service_id.name", "client_id.code", "headcount")
    def _compute_display_name(self):
        for delivery in self:
            who = delivery.sudo().client_id.code or self.env._("%s unnamed", delivery.headcount)
            delivery.display_name = f"{delivery.service_id.name or ''} · {who}"

    @api.constrains("client_id", "service_id")
    def _check_client_required(self):
        for delivery in self:
            if delivery.service_id.client_required and not delivery.client_id:
                raise ValidationError(self.env._(
                    "Client: “%s” is recorded for a person, not for a number of people.", delivery.service_id.name,
                ))

    @api.constrains("client_id", "episode_id")
    def _check_episode(self):
        for delivery in self.sudo():
            if delivery.episode_id and delivery.episode_id.client_id != delivery.client_id:
                raise ValidationError(self.env._("Episode: it belongs to another client than the service."))

    @api.constrains("state", "state_own")
    def _check_state(self):
        for delivery in self:
            if not delivery.state_own and delivery.state != delivery.encounter_id.state:
                raise ValidationError(self.env._("State: a service has the state of its encounter."))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        self._share_minutes(vals_list)
        deliveries = super().create(vals_list)
        for delivery in deliveries:
            if delivery.encounter_id.state != "planned" and not self._is_filling_new():
                delivery._require_amendment([{
                    "record": delivery._get_amended_label(), "field": self.env._("Added"), "old": "",
                    "new": delivery.service_id.name,
                }])
        return deliveries

    def write(self, vals):
        moved = "encounter_id" in vals and any(delivery.encounter_id.id != vals["encounter_id"] for delivery in self)
        if moved or vals.keys() & set(self._of_the_encounter):
            raise UserError(self.env._(
                "Encounter: a service stays in its encounter and follows its programme, company and day.",
            ))
        return super().write(vals)

    @api.model
    def _share_minutes(self, vals_list):
        """Give rows without minutes what the client's other rows leave over of the encounter's minutes."""
        keys = [(vals.get("encounter_id"), vals.get("client_id") or False) for vals in vals_list]
        taken = {} if self._is_filling_new() else {
            (encounter.id, client.id): minutes
            for encounter, client, minutes in self.sudo()._read_group(
                [("encounter_id", "in", [key[0] for key in keys]), ("state", "!=", "cancelled")],
                ["encounter_id", "client_id"], ["minutes:sum"],
            )
        }
        for key, vals in zip(keys, vals_list, strict=True):
            taken[key] = taken.get(key, 0) + (vals.get("minutes") or 0)
        for key, vals in zip(keys, vals_list, strict=True):
            whole = self.env["recovery.encounter"].browse(key[0]).minutes if taken[key] and key[1] else 0
            if whole and "minutes" not in vals:
                vals["minutes"] = max(whole - taken[key], 0)
                taken[key] += vals["minutes"]

    @api.model
    def _merge_choose_weaker(self, pairs):
        """Return, of pairs of ids that record one service twice, the ids that say less: a no-show beside a presence."""
        own = set(self.browse(row for pair in pairs for row in pair).filtered("state_own").ids)
        return [kept if kept in own and moved not in own else moved for moved, kept in pairs]

    def _get_amended_encounter(self):
        return self.encounter_id

    def _get_amended_label(self):
        return self.display_name

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(delivery.state != "planned" for delivery in self):
            raise UserError(self.env._("Services: what was done is cancelled by an amendment, not deleted."))

    def action_no_show(self):
        """Mark that these people did not come to an encounter that the others attended."""
        self.write({"state": "no_show", "state_own": True})

    def action_cancel(self):
        self.write({"state": "cancelled", "state_own": True})

    def action_restore(self):
        """Let the row follow its encounter again."""
        for delivery in self:
            delivery.write({"state_own": False, "state": delivery.encounter_id.state})

    def action_open_encounter(self):
        self.ensure_one()
        return self.encounter_id.get_formview_action()

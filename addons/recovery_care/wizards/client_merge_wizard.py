from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..merging import find_references, get_policy


class ClientMergeWizard(models.TransientModel):
    """Shows two clients side by side and merges one into the other."""

    _name = "recovery.client.merge.wizard"
    _description = "Merge two clients"

    kept_id = fields.Many2one("recovery.client", string="First, who stays", required=True, context={"active_test": False})
    merged_id = fields.Many2one(
        "recovery.client", string="Second, merged into it", required=True, context={"active_test": False},
        domain="[('id', '!=', kept_id), ('merged_into_id', '=', False)]",
    )
    reason = fields.Char(required=True, help="Why they are one person; no names.")
    choice_ids = fields.One2many(
        "recovery.client.merge.choice", "wizard_id", string="Fields", compute="_compute_choice_ids", store=True,
        readonly=False,
    )
    episode_ids = fields.One2many(
        "recovery.client.merge.episode", "wizard_id", string="Open episodes", compute="_compute_episode_ids",
        store=True, readonly=False,
    )
    overview = fields.Html(compute="_compute_overview", sanitize=False)
    notices = fields.Text(compute="_compute_notices", string="What will happen")
    obstacles = fields.Text(compute="_compute_notices", string="Cannot be merged")

    def _get_pair(self):
        """Return (kept, merged) as the user, or nothing until two different ones are chosen."""
        kept, merged = self.kept_id._origin, self.merged_id._origin
        if not kept or not merged or kept == merged:
            return None
        if not all(client.sudo(False).has_access("read") for client in (kept, merged)):
            raise AccessError(self.env._("Choose clients of your programmes."))
        return kept.sudo(False), merged.sudo(False)

    @api.depends("kept_id", "merged_id")
    def _compute_choice_ids(self):
        for wizard in self:
            choices, pair = [fields.Command.clear()], wizard._get_pair()
            if pair:
                kept, merged = pair
                self.env["recovery.access.log"]._log((kept | merged).sudo(), "open", self._name)
                taken = kept.sudo()._get_taken_fields(merged.sudo())
                choices += [
                    fields.Command.create({"field_name": name, "take": name in taken})
                    for name in kept.get_merge_fields() if merged[name] and kept[name] != merged[name]
                    # The year comes with the day.
                    if name != "birth_year" or not kept["birthdate"] and not merged["birthdate"]
                ]
            wizard.choice_ids = choices

    @api.depends("kept_id", "merged_id")
    def _compute_episode_ids(self):
        Merge = self.env["recovery.client.merge"]
        for wizard in self:
            rows, pair = [fields.Command.clear()], wizard._get_pair()
            for episodes in Merge._find_double_episodes(*pair) if pair else ():
                rows.append(fields.Command.create({
                    "kept_episode_id": episodes[0].id, "merged_episode_id": episodes[1].id,
                    "continues": "kept" if Merge._get_first_begun(episodes) == episodes[0] else "merged",
                }))
            wizard.episode_ids = rows

    @api.depends("kept_id", "merged_id")
    @api.depends_context("uid")
    def _compute_overview(self):
        for wizard in self:
            pair = wizard._get_pair()
            wizard.overview = wizard._render_overview(*pair) if pair else False

    def _render_overview(self, kept, merged):
        """Return a table with the number of records of every kind on both sides."""
        counts, is_told = {}, self.env["recovery.client.merge"]._is_told
        for reference in find_references(self.env, "recovery.client"):
            if reference.kind == "many2many" or reference.field == "merged_into_id" or not is_told(reference.model):
                continue
            numbers = [
                self.env.execute_query(SQL(
                    "SELECT COUNT(*) FROM %s WHERE %s", SQL.identifier(reference.table), reference.holds(client.id),
                ))[0][0] for client in (kept, merged)
            ]
            known = counts.setdefault(reference.model, [0, 0])
            counts[reference.model] = [known[0] + numbers[0], known[1] + numbers[1]]
        rows = [
            (self.env["ir.model"]._get(model).name, *numbers) for model, numbers in counts.items() if any(numbers)
        ]
        return Markup(
            '<table class="table table-sm mb-0"><thead><tr><th scope="col">{}</th><th scope="col" class="text-end">{}'
            '</th><th scope="col" class="text-end">{}</th></tr></thead><tbody>{}</tbody></table>',
        ).format(
            self.env._("Records"), kept.code, merged.code, Markup().join(
                Markup('<tr><th scope="row" class="fw-normal">{}</th><td class="text-end">{}</td>'
                       '<td class="text-end">{}</td></tr>').format(*row)
                for row in sorted(rows)
            ),
        )

    @api.depends("kept_id", "merged_id")
    def _compute_notices(self):
        for wizard in self:
            pair = wizard._get_pair()
            notices, obstacles = wizard._look_ahead(*pair) if pair else ([], [])
            wizard.notices = "\n".join(notices)
            wizard.obstacles = "\n".join(obstacles)

    def _look_ahead(self, kept, merged):
        """Return (what will be decided by rule, what stands in the way), in words."""
        Merge, notices = self.env["recovery.client.merge"], []
        double = {episode.id for pair in Merge._find_double_episodes(kept, merged) for episode in pair}
        for reference, clash in Merge._find_clashes(kept, merged):
            policy = get_policy(self.env, reference.model, clash)
            number = len(set(clash.moved_ids) - (double if reference.model == "recovery.episode" else set()))
            kind = self.env["ir.model"]._get(reference.model).name
            if not number or policy == "refuse" or not Merge._is_told(reference.model):
                continue
            if isinstance(policy, dict):
                notices.append(self.env._(
                    "%(kind)s: %(number)s recorded for both; the second is cancelled or adjusted.",
                    kind=kind, number=number,
                ))
            else:
                notices.append(self.env._(
                    "%(kind)s: %(number)s recorded for both; that of %(code)s is set aside.",
                    kind=kind, number=number, code=merged.code,
                ))
            if reference.model == "recovery.delivery":
                notices.append(self.env._("If both were really there at once, they are two people: do not merge them."))
        if (kept | merged).filtered("restricted"):
            notices.append(self.env._(
                "One of them is restricted: the merged file will be seen by the users named there alone.",
            ))
        return notices, Merge._get_obstacles(kept, merged)

    def action_swap(self):
        """Let the other client stay."""
        self.ensure_one()
        self.write({"kept_id": self.merged_id.id, "merged_id": self.kept_id.id})
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Merge two clients"),
            "context": {"dialog_size": "large", "active_test": False},
        }

    def action_merge(self):
        """Merge, and open the client who stays."""
        self.ensure_one()
        merge = self.env["recovery.client.merge"].merge(
            self.kept_id.id, self.merged_id.id, self.reason,
            take=self.choice_ids.filtered("take").mapped("field_name"),
            continue_episode_ids=[
                (row.kept_episode_id if row.continues == "kept" else row.merged_episode_id).id
                for row in self.sudo().episode_ids
            ],
        )
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.client.merge", "res_id": merge.id,
            "view_mode": "form", "views": [(False, "form")],
        }

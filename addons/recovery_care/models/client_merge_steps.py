from odoo import api, fields, models
from odoo.tools import SQL

from ..merging import Mover, Undoer


class ClientMergeSteps(models.Model):
    """What a merge and its undo do, in their order; superuser."""

    _inherit = "recovery.client.merge"

    def _merge(self, taken, continue_episode_ids):
        self.ensure_one()
        kept, merged = self.kept_id, self.merged_id
        # Whatever waits to be computed belongs to the time before.
        self.env.flush_all()
        mover = Mover(self)
        joined = self._join_episodes(mover, continue_episode_ids)
        self._take_over(mover, taken)
        self._restrict_both(mover)
        mover.move_all("recovery.client", merged.id, kept.id)
        mover.adjust("recovery.client", merged.ids, {"active": False, "merged_into_id": kept.id})
        mover.mark("recovery.client", (kept | merged).ids, self._get_lists_of_client())
        mover.compute_marked()
        kept._validate_fields(taken)
        self._refuse_older_views()
        self.env.ref("recovery_care.cron_client_merge")._trigger()
        self.counts = {
            "moved": mover.moved, "adjusted": mover.adjusted, "aside": mover.aside, "stayed": mover.stayed,
            "joined": {"recovery.episode": joined}, "taken": dict.fromkeys(taken, 1),
        }

    def _get_lists_of_client(self):
        return [
            field.name for field in self.env["recovery.client"]._fields.values()
            if field.type == "one2many" and field.store is not True and not field.compute
        ]

    # What others enter meanwhile

    def _refuse_older_views(self):
        """Let whoever began before this transaction ends fail to name the merged client, and be repeated by the server.

        PostgreSQL lets a reference to a row pass that was changed meanwhile, unless its key was: so the code is
        changed and changed back.
        """
        for suffix in ("~", ""):
            self.env.cr.execute(SQL(
                "UPDATE recovery_client SET code = %s WHERE id = %s", self.merged_id.code + suffix, self.merged_id.id,
            ))

    @api.model
    def _cron_collect(self):
        """Bring over what was entered for a merged client while the merge ran, which could not see it.

        Running it again changes nothing.
        """
        for merge in self.search([("state", "=", "merged"), ("date", ">", "now -2d")], order="id"):
            merge._collect()

    def _collect(self):
        self.ensure_one()
        self._lock_clients()
        if self.state != "merged":
            return
        mover = Mover(self)
        mover.move_all("recovery.client", self.merged_id.id, self.kept_id.id)
        if mover.moved or mover.adjusted or mover.aside:
            mover.compute_marked()
            counts = {what: dict(numbers) for what, numbers in self.counts.items()}
            for what, numbers in (("moved", mover.moved), ("adjusted", mover.adjusted), ("aside", mover.aside)):
                for model, number in numbers.items():
                    counts[what][model] = counts[what].get(model, 0) + number
            self.counts = counts

    # Episodes

    @api.model
    def _find_double_episodes(self, kept, merged):
        """Return [(episode of the kept, of the merged client)] open in one programme and role."""
        episodes = self.env["recovery.episode"].sudo().search([
            ("client_id", "in", (kept | merged).ids), ("state", "!=", "closed"),
        ])
        mine = {(episode.program_id, episode.role): episode for episode in episodes if episode.client_id == kept}
        return [
            (mine[episode.program_id, episode.role], episode) for episode in episodes
            if episode.client_id == merged and (episode.program_id, episode.role) in mine
        ]

    @api.model
    def _get_first_begun(self, episodes):
        """Return the one of two episodes that began first; one that has begun goes before one that waits."""
        return min(episodes, key=lambda episode: (
            not episode.date_start, episode.date_start or episode.date_applied, episode.id,
        ))

    def _join_episodes(self, mover, continue_episode_ids):
        """Let what belongs to the second of two open episodes belong to the first, and close the second."""
        pairs = self._find_double_episodes(self.kept_id, self.merged_id)
        for pair in pairs:
            chosen = [episode for episode in pair if episode.id in continue_episode_ids]
            first = chosen[0] if len(chosen) == 1 else self._get_first_begun(pair)
            second = pair[1] if first == pair[0] else pair[0]
            today = fields.Date.context_today(self)
            mover.move_all("recovery.episode", second.id, first.id)
            mover.adjust("recovery.episode", second.ids, {
                "state": "closed", "date_end": max(today, second.date_start or today), "end_reason": "merged",
            })
        return len(pairs)

    # Fields of the client

    def _take_over(self, mover, taken):
        kept, merged = self.kept_id, self.merged_id
        values = {
            name: SQL("(SELECT m.%s FROM recovery_client m WHERE m.id = %s)", SQL.identifier(name), merged.id)
            for name in taken
        }
        if "partner_id" in taken:
            # One contact, and one access to the portal, leads to one file.
            values["partner_id"] = merged.partner_id.id
            mover.adjust("recovery.client", merged.ids, {"partner_id": None})
        if values:
            mover.adjust("recovery.client", kept.ids, values, kind="value")

    def _restrict_both(self, mover):
        """Nobody learns more of a restricted person than before: one list of users stays, of two what they share."""
        clients = self.kept_id | self.merged_id
        restricted = clients.filtered("restricted")
        if not restricted:
            return
        users = restricted[0].restricted_user_ids
        for client in restricted[1:]:
            users &= client.restricted_user_ids
        mover.adjust("recovery.client", clients.ids, {"restricted": True})
        mover.set_links("recovery.client", clients.ids, "restricted_user_ids", (users or self.user_id).ids)

    # Undo

    def _undo(self):
        self.ensure_one()
        self.env.flush_all()
        undoer = Undoer(self)
        undoer.run()
        self.write({
            "state": "undone", "undone_by_id": self.env.uid, "undone_at": fields.Datetime.now(),
            "undo_notice": self._describe_undo(undoer),
        })

    def _describe_undo(self, undoer):
        """Return in words what was not restored, or False."""
        texts = []
        for (model, field), ids in undoer.changed.items():
            known = self.env[model]._fields if model in self.env else {}
            label = known[field]._description_string(self.env) if field in known else field
            texts.append(self.env._(
                "Changed since the merge and left as it is: %(model)s – %(field)s: %(records)s",
                model=self.env["ir.model"]._get(model).name or model, field=label,
                records=self._name_records(model, ids),
            ))
        for title, numbers in (
            (self.env._("Deleted since the merge"), undoer.missing),
            (self.env._("Recorded since the merge, stays with %s", self.kept_id.code), undoer.newer),
            (
                self.env._("Recorded since the merge in an episode that went back, went with it to %s", self.merged_id.code),
                undoer.followed,
            ),
        ):
            text = self._count_in_words(numbers)
            if text:
                texts.append(f"{title}: {text}")
        return "\n".join(texts) or False

    def _name_records(self, model, ids):
        """Return codes of clients and numbers of other records; their names might tell more than the reader may know."""
        if model == "recovery.client":
            names = self.env[model].browse(ids).mapped("code")
        else:
            names = [f"#{res_id}" for res_id in ids[:20]]
        return ", ".join(names) + (f" … ({len(ids)})" if len(ids) > len(names) else "")

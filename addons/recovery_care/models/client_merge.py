from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..merging import find_clashes, find_references, get_policy, get_refusal
from ..table_rules import Check, UniqueIndex

MANAGER, PRIVACY = "recovery_care.group_manager", "recovery_care.group_privacy"


class ClientMerge(models.Model):
    """Two files of one person made one: who, when, why, and every value before and after, so that it can be undone.

    The merged client is archived and keeps its code and its own fields; everything that pointed to it points to
    the kept one. How, is in ``merging``. Nothing here is written but by ``merge`` and ``action_undo``.
    """

    _name = "recovery.client.merge"
    _description = "Merge of two clients"
    _inherit = ["recovery.access.logged", "recovery.prechecked"]
    _order = "date desc, id desc"
    _rec_names_search = ["kept_id", "merged_id"]
    # Which two were merged stays true when the kept one is merged in its turn.
    _merge_keeps = ("kept_id", "merged_id")

    kept_id = fields.Many2one(
        "recovery.client", string="Kept client", required=True, readonly=True, index=True, ondelete="restrict",
    )
    merged_id = fields.Many2one(
        "recovery.client", string="Merged client", required=True, readonly=True, index=True, ondelete="restrict",
    )
    company_id = fields.Many2one(related="kept_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict", index=True)
    date = fields.Datetime(required=True, readonly=True, index=True, default=fields.Datetime.now)
    reason = fields.Char(required=True, readonly=True, help="Why they are one person; no names.")
    state = fields.Selection(
        [("merged", "Merged"), ("undone", "Undone")], required=True, readonly=True, default="merged", index=True,
    )
    undone_by_id = fields.Many2one("res.users", string="Undone by", readonly=True, ondelete="restrict")
    undone_at = fields.Datetime(string="Undone at", readonly=True)
    counts = fields.Json(string="Raw counts", readonly=True, groups=fields.NO_ACCESS, help="{what: {model: number}}")
    counts_text = fields.Text(string="What was done", compute="_compute_counts_text", compute_sudo=True)
    undo_notice = fields.Text(string="After the undo", readonly=True, help="What could not be restored, and why.")
    line_ids = fields.One2many("recovery.client.merge.line", "merge_id", groups=fields.NO_ACCESS)

    _two_clients = Check(
        "CHECK(kept_id <> merged_id)", "Merged client: a client is not merged with itself.",
        lambda row: row["kept_id"] != row["merged_id"],
    )
    _merged_once = UniqueIndex(
        "(merged_id) WHERE state = 'merged'", "Merged client: this client was merged already.",
        lambda row: (row["merged_id"],) if row["state"] == "merged" else None,
    )

    @api.depends("kept_id.code", "merged_id.code")
    def _compute_display_name(self):
        for merge in self:
            merge.display_name = f"{merge.sudo().merged_id.code} → {merge.sudo().kept_id.code}"

    @api.depends("counts")
    @api.depends_context("lang")
    def _compute_counts_text(self):
        labels = {
            "moved": self.env._("Moved"), "adjusted": self.env._("Recorded for both, the second one cancelled or adjusted"),
            "joined": self.env._("Joined with the open episode of the kept client"),
            "aside": self.env._("Recorded for both, set aside"),
            "stayed": self.env._("Recorded for both, left with the merged client"),
            "taken": self.env._("Taken over"),
        }
        for merge in self:
            merge.counts_text = "\n".join(
                f"{labels[what]}: {text}" for what, text in (
                    (what, merge._get_counts_in_words(what)) for what in labels
                ) if text
            )

    def _get_counts_in_words(self, what):
        found = (self.counts or {}).get(what) or {}
        if what == "taken":
            Client = self.env["recovery.client"]
            return ", ".join(Client._fields[name]._description_string(self.env) for name in found if name in Client._fields)
        return self._count_in_words(found)

    @api.model
    def _count_in_words(self, numbers):
        """Return such as “Episode: 2, Service delivered: 31” for {model: number}."""
        return ", ".join(
            f"{self.env['ir.model']._get(model).name or model}: {number}"
            for model, number in sorted(numbers.items()) if number > 0 and self._is_told(model)
        )

    @api.model
    def _is_told(self, model):
        """Return whether people are told the number of records; what is technical moves without a word."""
        return model.startswith("recovery.") and model != "recovery.access.log" or model in (
            "mail.message", "mail.activity", "ir.attachment", "calendar.event",
        )

    def _get_logged_clients(self):
        return self.sudo().kept_id | self.sudo().merged_id

    @api.model
    def merge(self, kept_id, merged_id, reason, take=None, continue_episode_ids=()):
        """Make two files one. Everything happens in one transaction.

        :param int kept_id: the client who stays
        :param int merged_id: the client whose records move to the kept one; is archived, and its code keeps
            leading to the kept client
        :param str reason: why they are one person; kept for good
        :param take: list of names of fields whose value is taken over from the merged client; by default those that
            are empty on the kept one (see ``get_merge_fields``)
        :param continue_episode_ids: of two open episodes in one programme and role the ones that continue; without a
            choice the one that began first
        :return: the recovery.client.merge record
        :raises AccessError: for whoever is neither programme manager nor privacy officer, or does not see both
        :raises UserError: where the records of both say that they are two people, and for other companies
        :raises ValidationError: without a reason, or for a field that cannot be taken over
        """
        if not (reason or "").strip():
            raise ValidationError(self.env._("Reason: say why the two are one person."))
        self._check_may_merge()
        kept, merged = self._get_locked_pair(kept_id, merged_id)
        self._check_pair(kept, merged)
        taken = kept.sudo()._get_taken_fields(merged.sudo(), take)
        kept.sudo()._check_taken_identity(merged.sudo(), taken)
        merge = self.sudo().create({
            "kept_id": kept.id, "merged_id": merged.id, "reason": reason.strip(), "user_id": self.env.uid,
        })
        merge._merge(taken, continue_episode_ids)
        return merge.sudo(False)

    @api.model
    def _check_may_merge(self):
        if not (self.env.user.has_group(MANAGER) or self.env.user.has_group(PRIVACY)):
            raise AccessError(self.env._("Clients are merged by programme managers and the privacy officer."))

    @api.model
    def _get_locked_pair(self, kept_id, merged_id):
        """Return both clients, as the user, once nobody else merges or names them.

        A record that is being entered for one of them waits; then the server repeats its call, which
        finds the client merged and goes to the kept one.
        """
        if kept_id == merged_id:
            raise ValidationError(self.env._("Merged client: a client is not merged with itself. Choose another one."))
        clients = self.env["recovery.client"].browse([kept_id, merged_id])
        clients.check_access("write")
        self._lock(clients)
        return clients[0], clients[1]

    @api.model
    def _lock(self, clients):
        """Wait for whoever merges or names these clients, and read again what they left."""
        self.env.flush_all()
        self.env.execute_query(SQL(
            "SELECT id FROM recovery_client WHERE id IN %s ORDER BY id FOR UPDATE", tuple(clients.ids),
        ))
        self.env.invalidate_all()

    def _lock_clients(self):
        self._lock(self.sudo().kept_id | self.sudo().merged_id)

    @api.model
    def _check_pair(self, kept, merged):
        for client in (kept, merged):
            into = client.sudo().merged_into_id
            if into:
                raise UserError(self.env._(
                    "%(code)s was merged into %(into)s already. Merge with that client, or undo that merge first.",
                    code=client.code, into=into.code,
                ))
        if kept.company_id != merged.company_id:
            raise UserError(self.env._(
                "%(kept)s and %(merged)s belong to different companies. Clients are merged within one company.",
                kept=kept.code, merged=merged.code,
            ))
        if not kept.active:
            raise UserError(self.env._("%s is archived. Restore that client first, or keep the other one.", kept.code))
        obstacles = self._get_obstacles(kept, merged)
        if obstacles:
            raise UserError("\n".join(obstacles))

    @api.model
    def _get_obstacles(self, kept, merged):
        """Return in words what on record says that these are two people, such as a relation between them."""
        return [
            get_refusal(self.env, reference.model, clash)
            for reference, clash in self._find_clashes(kept, merged)
            if get_policy(self.env, reference.model, clash) == "refuse"
        ]

    @api.model
    def _find_clashes(self, kept, merged):
        """Return [(Reference, Clash)] of what cannot stand twice in one file."""
        return [
            (reference, clash) for reference in find_references(self.env, "recovery.client")
            for clash in find_clashes(self.env, reference, merged.id, kept.id)
        ]

    def action_undo(self):
        """Restore both files; a merge that is undone already is left alone.

        What was changed since is not overwritten but told in ``undo_notice``; what was recorded since on the kept
        client stays there.

        :raises AccessError: for whoever is neither programme manager nor privacy officer
        :raises UserError: while a later merge of one of the two is not undone
        """
        self._check_may_merge()
        self.check_access("read")
        for merge in self.sudo().sorted("id", reverse=True):
            merge._lock_clients()
            if merge.state == "merged":
                merge._check_last()
                merge._undo()

    def _check_last(self):
        """Raise UserError where a later merge has moved on what this one moved."""
        self.ensure_one()
        later = self.search([
            ("state", "=", "merged"), ("id", ">", self.id), "|", ("kept_id", "in", (self.kept_id | self.merged_id).ids),
            ("merged_id", "in", (self.kept_id | self.merged_id).ids),
        ], limit=1)
        if later:
            raise UserError(self.env._("Undo the later merge first: %s.", later.display_name))

    def action_open_kept(self):
        self.ensure_one()
        return self.kept_id.get_formview_action()

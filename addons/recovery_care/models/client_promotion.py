from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..text_folding import fold
from .client import IDENTITY, PERSONAL
from .client_consent import RETURN_ACTIVITY

# True while a client is identified by consent, or returns to a code.
_promoting = ContextVar("recovery_client_promoting", default=False)

# What tells something of a person and nothing of who it is; a new record begins with it.
_TRAITS = ("gender", "birth_year", "language", "country_id", "district_id", "company_id", "restricted")
# Every field in which the identity leaves a trace.
TELLING = [*PERSONAL, "name", "name_folded", "nickname", "phone_e164", "partner_id"]
SHORTEST_REASON = 10


class ClientPromotion(models.Model):
    """From a code to a name by a recorded consent, and back; the history comes along or is left behind.

    Left behind means: the person goes on under a new record to which nothing in the file leads. The old
    record keeps its history under its code, for the totals of reports; it is anonymous and archived.
    """

    _inherit = "recovery.client"

    @api.model
    def _default_identity(self):
        if self._default_intake_program().identification_consent:
            return "pseudonymous"
        return super()._default_identity()

    @api.model_create_multi
    def create(self, vals_list):
        clients = super().create(vals_list)
        if not self.env.su and not _promoting.get():
            for client in clients.sudo()._filtered_needing_consent():
                if client.identity == "identified" or any(client[name] for name in PERSONAL):
                    raise UserError(client._get_consent_needed_message())
        return clients

    def write(self, vals):
        if not self.env.su and not _promoting.get() and vals.keys() & {"identity", *PERSONAL}:
            # Before anything is read: a hidden client answers like a missing one.
            self.check_access("write")
            for client in self.sudo()._filtered_needing_consent():
                identity = vals.get("identity", client.identity)
                crossing = (identity == "identified") != (client.identity == "identified")
                if crossing or identity != "identified" and any(vals.get(name) for name in PERSONAL):
                    raise UserError(client._get_consent_needed_message())
        result = super().write(vals)
        if vals.get("identity") == "anonymous":
            self.sudo().code_hash = False
        return result

    def _filtered_needing_consent(self):
        return self.filtered(lambda client: any(client._get_home_programs().mapped("identification_consent")))

    def _get_consent_needed_message(self):
        program = self._get_home_programs().filtered("identification_consent")[:1]
        return self.env._(
            "Identity: “%s” identifies clients by a recorded consent only. Begin with a code, then choose “Identify…”; "
            "“Return to code…” is the way back.", program.name,
        )

    @staticmethod
    @contextmanager
    def _changing_identity():
        token = _promoting.set(True)
        try:
            yield
        finally:
            _promoting.reset(token)

    # The two ways

    def promote(self, identity_values, reason, consent_values=None, history="keep"):
        """Make one client, known by a code, an identified one.

        :param dict identity_values: first_name or last_name, and what else of birthdate, phone, email, address
            and ``is_distinct`` is known
        :param str reason: why, without names, at least ten characters; kept in the access log
        :param dict consent_values: of the recovery.consent to be recorded as given: ``purpose_id`` of the kind
            ``identification``, ``date_from`` (today when empty), ``date_to``, ``partner_id``, ``document``,
            ``document_name``, ``signature``; not needed where such a consent is in force and history is kept
        :param str history: ``keep``: the same record; ``leave``: a new record, see the class
        :return: {``id``, ``code``} of the identified client
        :raises AccessError: for whoever may not write the client or see identities
        :raises UserError: where a consent is missing or something stands against leaving the history
        """
        self._check_may_promote(reason, history)
        if self.identity == "identified":
            raise UserError(self.env._("Identity: %s is identified already.", self.code))
        values = {name: value for name, value in identity_values.items() if name in {*PERSONAL, "is_distinct"}}
        self._check_identity({**values, "identity": "identified"})
        mentions = self._find_mentions(values) if history == "leave" else []
        with self._changing_identity(), self.env.cr.savepoint():
            if history == "leave":
                client = self._leave_for({**values, "identity": "identified"}, reason)
            else:
                client = self
                client.write({**values, "identity": "identified"})
            client._record_identification(consent_values)
        self.env["recovery.access.log"]._log(client, "promote", self._name, reason.strip())
        client._message_log(body=self.env._("Identified by consent."))
        client.sudo().activity_unlink([RETURN_ACTIVITY])
        self._ask_to_review(mentions)
        return {"id": client.id, "code": client.code}

    def demote(self, reason, identity="pseudonymous", history="keep", code=False, nickname=False):
        """Return one identified client to a code: names, birth date, phone, e-mail and address are deleted.

        :param str reason: why, without names, at least ten characters; kept in the access log
        :param str identity: ``pseudonymous`` or ``anonymous``
        :param str history: ``keep``: the same record; ``leave``: a new record, see the class
        :param str code: a new code; without it the old one stays, and a new record gets the next number
        :param str nickname: for a pseudonymous client; without it the old one stays
        :return: {``id``, ``code``} of the client who is known by a code
        :raises AccessError: for whoever may not write the client or see identities
        :raises UserError: where something stands against it, in words
        """
        self._check_may_promote(reason, history)
        if self.identity != "identified" or identity not in ("pseudonymous", "anonymous"):
            raise UserError(self.env._("Identity: only an identified client returns to a code."))
        code = self._check_free_code(code)
        mentions = self._find_mentions()
        with self._changing_identity(), self.env.cr.savepoint():
            if history == "leave":
                vals = {"identity": identity, **({"code": code} if code else {})}
                if identity == "pseudonymous":
                    vals["nickname"] = nickname or self.nickname
                client = self._leave_for(vals, reason)
            else:
                client = self
                client._wipe_identity(identity)
                client.write({
                    **({"code": code} if code else {}),
                    **({"nickname": nickname} if nickname and identity == "pseudonymous" else {}),
                })
        self.env["recovery.access.log"]._log(client, "demote", self._name, reason.strip())
        client._message_log(body=self.env._("Returned to the code."))
        self._ask_to_review(mentions)
        return {"id": client.id, "code": client.code}

    def _check_may_promote(self, reason, history):
        self.ensure_one()
        self.check_access("write")
        if self.sudo().merged_into_id:
            raise UserError(self.env._(
                "%(code)s was merged into %(into)s. Open that client.", code=self.code, into=self.sudo().merged_into_id.code,
            ))
        if not self.env.user.has_group(IDENTITY):
            raise AccessError(self.env._("Identity: only whoever may see names may identify a client or take it back."))
        if len((reason or "").strip()) < SHORTEST_REASON:
            raise ValidationError(self.env._("Reason: say why in at least ten characters, without a name."))
        if history not in ("keep", "leave"):
            raise ValidationError(self.env._("History: choose whether it is kept or left behind."))

    def _check_free_code(self, code):
        code = self._check_code((code or "").strip())
        free = self._get_free_code(code, self.company_id) if code and code != self.code else code
        if code != free:
            raise ValidationError(self.env._("Code: %(code)s is taken. %(free)s is free.", code=code, free=free))
        return code

    def _record_identification(self, consent_values):
        """Record the consent to be known by name as given, unless one is in force."""
        if self._get_identification_consents():
            return
        values = dict(consent_values or {})
        purpose = self.env["recovery.consent.purpose"].browse(values.get("purpose_id") or []).exists()
        if purpose.kind != "identification":
            raise UserError(self.env._(
                "Consent: record that the client agrees to be known by name, for a purpose of that kind.",
            ))
        names = ("purpose_id", "partner_id", "date_from", "date_to", "document", "document_name", "signature")
        self.env["recovery.consent"].create({
            **{name: values[name] for name in names if values.get(name)},
            "client_id": self.id, "company_id": self.company_id.id, "state": "given",
        })

    def _get_action_after_change(self, client_id):
        """Return the action that shows the client with ``client_id``, where a dialog on this client has ended."""
        if client_id == self.id:
            # The same page, read again: neither its title nor the path to it may go on showing the name.
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.client", "view_mode": "form",
            "views": [(False, "form")], "res_id": client_id, "target": "main",
        }

    # Leaving the history behind

    def _leave_for(self, vals, reason):
        """Return a new client with ``vals`` for the person of this one, whose record stays without them."""
        self._check_nothing_open()
        traits = self.sudo().read(_TRAITS, load="")[0]
        traits.pop("id")
        if vals.get("birthdate"):
            traits.pop("birth_year")
        own = self._get_home_programs().filtered(lambda program: self.env.user in program.user_ids)
        if not own and not self.env.su:
            raise UserError(self.env._("Programme: only the staff of a programme of the client may begin a new record."))
        named = self.restricted_user_ids.ids
        self._wipe_identity("anonymous")
        self.sudo().active = False
        self.env["recovery.access.log"]._log(self, "leave", self._name, reason.strip())
        restricted = traits.pop("restricted")
        client = self.env["recovery.client"].create({**traits, **vals, "intake_program_id": own[:1].id})
        if restricted:
            client.sudo().write({"restricted": True, "restricted_user_ids": [fields.Command.set(named)]})
        return client

    def _check_nothing_open(self):
        """Raise UserError where the old record would go on living."""
        client, company = self.sudo(), self.sudo().company_id
        # What a partner works on goes on there under the old code, and is not told here.
        if client.episode_ids.filtered(lambda episode: episode.company_id == company and episode.state != "closed"):
            raise UserError(self.env._(
                "History: %s has open episodes. Close them before the history is left behind.", self.code))
        if client.delivery_ids.filtered(lambda delivery: delivery.company_id == company and delivery.state == "planned"):
            raise UserError(self.env._(
                "History: %s has planned encounters. Cancel them before the history is left behind.", self.code))

    def _wipe_identity(self, identity):
        """Delete who one client is: fields, named relatives, papers, tracked values; end the consents to be named.

        What a person chose to write in notes and messages is not touched, see ``_ask_to_review``.
        """
        client = self.sudo()
        contact = client.partner_id
        client.relation_ids.filtered("related_name").unlink()
        client.write({
            **dict.fromkeys(PERSONAL, False), "identity": identity, "partner_id": False, "is_distinct": False,
            **({"nickname": False} if identity == "anonymous" else {}),
        })
        if contact:
            client.message_unsubscribe(contact.ids)
        consents = client.with_context(active_test=False).consent_ids
        with consents._closing():
            consents.write(dict.fromkeys(("document", "document_name", "signature"), False))
            consents.filtered(
                lambda consent: consent.state == "given" and consent.purpose_kind == "identification",
            ).action_withdraw()
        self.env["mail.tracking.value"].sudo().search([
            ("mail_message_id.model", "=", self._name), ("mail_message_id.res_id", "=", self.id),
            ("field_id.name", "in", TELLING),
        ]).unlink()
        client.activity_unlink([RETURN_ACTIVITY])
        client._wipe_merges(identity)

    def _wipe_merges(self, identity):
        """Delete what merges hold of who one client (superuser) is, so that undoing one does not bring it back."""
        for merged in self.with_context(active_test=False).merged_client_ids:
            merged._wipe_identity(identity)
        merges = self.env["recovery.client.merge"].sudo().search([
            "|", ("kept_id", "=", self.id), ("merged_id", "=", self.id),
        ])
        told = Domain("model", "=", self._name) & Domain("field", "in", ["identity", "code_hash", *TELLING])
        aside = Domain("model", "in", ["recovery.relation", "recovery.consent"]) & Domain("kind", "=", "row")
        self.env["recovery.client.merge.line"].sudo().search(
            Domain("merge_id", "in", merges.ids) & (told | aside),
        ).unlink()

    # Free text

    def _find_mentions(self, values=None):
        """Return the days of one client's notes and messages that tell who it is.

        :param dict values: names and contacts that the client's record does not have
        """
        client = self.sudo()
        names = ("first_name", "last_name", "phone", "email", "nickname")
        secrets = [fold(source[name]) for source in (client, values or {}) for name in names if name in source]
        secrets = [secret for secret in secrets if len(secret) > 2]
        texts = [(note.date, note.body) for note in client.note_ids if note.company_id == client.company_id]
        texts += [(message.date, message.body) for message in client.message_ids]
        return sorted({
            date.date() for date, body in texts if any(secret in fold(str(body)) for secret in secrets)
        })

    def _ask_to_review(self, days):
        """Leave the user a to-do about texts that mention who the client was; the names themselves are not in it."""
        if days:
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.env.uid, summary=self.env._("Texts that mention the name"),
                note=self.env._(
                    "Notes or messages of these days mention the name, nickname or contact of %(code)s: %(days)s.",
                    code=self.code, days=", ".join(map(str, days)),
                ),
            )

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .. import code_key
from ..text_folding import fold_letters
from .client import IDENTITY, NICKNAME
from .code_scheme import INPUTS, NAMES

# What the hash is made of. Gender is kept on the client and may change.
HASHED = [name for name in INPUTS if name != "gender"]
LONGEST_CODE = 64


class ClientCode(models.Model):
    """Codes built from what a person tells, and recognising the person who tells it again.

    Names and the day of birth of somebody known by a code are not kept. What is kept is a keyed
    hash of them, whose key lies outside the database (``code_key.py``). It is written as
    ``fingerprint of the key:tag of the inputs:digest``; the tag says which inputs were hashed.
    """

    _inherit = "recovery.client"

    code_hash = fields.Char(copy=False, index="btree_not_null", groups=fields.NO_ACCESS)

    # For programs: the front desk, the dialog, other systems

    @api.model
    def get_code_inputs(self, program_id=False, scheme_id=False):
        """Return what to ask a person for a code.

        :param int program_id: the programme whose scheme is used, unless ``scheme_id`` names one
        :return: {``scheme_id``, ``scheme``: its name, ``inputs``: [{``name``, ``label``, ``type`` (``char``,
            ``integer``, ``selection``), ``options`` ([{``id``, ``name``}], of a selection)}]}; no inputs where
            codes are typed or come from the sequence
        """
        scheme = self._get_code_scheme(program_id, scheme_id)[0]
        labels = dict(self.env["recovery.code.part"]._fields["kind"]._description_selection(self.env))
        inputs = []
        for name in scheme._get_inputs() if scheme else []:
            kind = "char" if name in NAMES else "selection" if name == "gender" else "integer"
            inputs.append({"name": name, "label": labels[name], "type": kind})
            if kind == "selection":
                options = self._fields["gender"]._description_selection(self.env)
                inputs[-1]["options"] = [{"id": value, "name": label} for value, label in options]
        return {"scheme_id": scheme.id, "scheme": scheme.name or "", "inputs": inputs}

    @api.model
    def build_code(self, values, program_id=False, scheme_id=False):
        """Return the code for what a person tells, and who bears it already. Nothing is kept.

        :param dict values: the inputs that ``get_code_inputs`` names, as far as they are known
            (``birthdate`` as an ISO day may stand for the three of birth); ``code``: a typed code instead
        :param int program_id: the programme where the person is met; its scheme builds the code
        :param int scheme_id: another scheme
        :return: {``code``: as built or typed, False where neither; ``suggestion``: the same or, where it is
            taken, with the next free number; ``is_free``; ``missing``: labels of inputs not known;
            ``notice``: why nobody can be recognised, or False; ``collisions``: [{``id``, ``code``,
            ``same_person``: True (the same details), False (other details) or None (cannot be told),
            ``nickname``, ``gender``, ``gender_label``, ``birth_year``, ``last_contact`` (ISO day), ``programs``
            (names), ``active``}]}. Only people whom the user may see are among the collisions: for
            anybody else there is a free suggestion and no word.
        :raises AccessError: for whoever may not create clients
        :raises ValidationError: naming an input that is wrong
        """
        typed, code, scheme, company, inputs = self._read_told(values, program_id, scheme_id)
        tag = self._get_hash_tag(scheme, inputs)
        keys, notice = self._get_code_keys() if tag else ([], False)
        verdicts = self._find_bearers(code, scheme, inputs, company, keys)
        free = self._get_free_code(code, company)
        labels = dict(self.env["recovery.code.part"]._fields["kind"]._description_selection(self.env))
        return {
            "code": code or False, "suggestion": free or False, "is_free": bool(code) and free == code,
            "missing": [labels[name] for name in scheme._get_inputs() if name not in inputs] if not typed else [],
            "notice": notice, "collisions": [client._describe_bearer(same) for client, same in verdicts],
        }

    @api.model
    def create_with_code(self, values, program_id=False, scheme_id=False, client_values=None):
        """Create a client known by a code. Of the inputs gender and year of birth are kept, of the others a hash.

        :param dict values: as for ``build_code``; ``code`` is the code to give, such as its ``suggestion``
        :param dict client_values: further fields of the client, such as ``nickname``, ``district_id`` or
            ``identity`` (``pseudonymous`` unless given, or ``anonymous``, which keeps no hash)
        :return: {``id``, ``code``, ``display_name``}
        :raises ValidationError: where the code is taken or something is wrong; nothing is saved then
        """
        _typed, code, scheme, company, inputs = self._read_told(values, program_id, scheme_id)
        free = self._get_free_code(code, company)
        if code and free != code:
            raise ValidationError(self.env._("Code: %(code)s is taken. %(free)s is free.", code=code, free=free))
        vals = {
            "identity": "pseudonymous", "company_id": company.id, "code": code or "/",
            "gender": inputs.get("gender", "unknown"), "birth_year": inputs.get("birth_year", 0), **(client_values or {}),
        }
        if program_id:
            vals["intake_program_id"] = program_id
        client = self.create(vals)
        if client.identity != "anonymous":
            client.sudo().code_hash = self._get_hash_to_keep(scheme, inputs, company)
        return {"id": client.id, "code": client.code, "display_name": client.display_name}

    # Codes

    @api.model
    def _read_told(self, values, program_id, scheme_id):
        """Return (typed code, code as typed or built, scheme, company, inputs) of what a person tells."""
        self.check_access("create")
        values = dict(values or {})
        typed = (values.pop("code", False) or "").strip()
        scheme, company = self._get_code_scheme(program_id, scheme_id)
        inputs = self.env["recovery.code.scheme"]._prepare_inputs(values)
        code = self._check_code(typed) or (scheme._build(inputs) if scheme and inputs else "")
        return typed, code, scheme, company, inputs

    @api.model
    def _get_code_scheme(self, program_id, scheme_id):
        """Return (scheme or an empty one, company) and check that the user may read both."""
        program = self.env["recovery.program"].browse(program_id or []).exists()
        scheme = self.env["recovery.code.scheme"].browse(scheme_id or []).exists() or program.code_scheme_id
        program.check_access("read")
        scheme.check_access("read")
        return scheme, program.company_id or scheme.company_id or self.env.company

    @api.model
    def _check_code(self, code):
        """Return a typed code, or raise what is wrong with it."""
        if len(code) > LONGEST_CODE or any(char.isspace() for char in code):
            raise ValidationError(self.env._("Code: write at most %s characters without spaces.", LONGEST_CODE))
        return "" if code == "/" else code

    @api.model
    def _get_code_variants(self, code, first=2, last=20):
        """Return how a code may stand in the database: in other case, and with a number behind."""
        return [
            variant for text in dict.fromkeys((code, code.upper(), code.lower()))
            for variant in (text, *(f"{text}-{number}" for number in range(first, last + 1)))
        ]

    @api.model
    def _get_free_code(self, code, company):
        """Return ``code``, or with the lowest free number behind it where anybody of the company bears it."""
        if not code:
            return ""
        clients = self.sudo().with_context(active_test=False)
        for first in range(2, 1000, 50):
            domain = Domain("company_id", "=", company.id) & Domain("code", "in", self._get_code_variants(
                code, first, first + 49))
            taken = {row[0].upper() for row in clients._read_group(domain, ["code"])}
            numbered = (f"{code}-{number}" for number in range(first, first + 50))
            for candidate in (code, *numbered):
                if candidate.upper() not in taken:
                    return candidate
        raise ValidationError(self.env._("Code: %s is taken too often. Type another code.", code))

    # Recognising

    @api.model
    def _find_bearers(self, code, scheme, inputs, company, keys):
        """Return [(client, whether it is the same person)] among those whom the user may see, the same person first.

        Whoever was merged into another client is that client.
        """
        variants = self._get_code_variants(code) if code else []
        hashes = [
            self._hash_inputs(key, tag, inputs, company) for key in keys for tag in self._get_known_tags(scheme, inputs)
        ]
        # Odoo does not bring computed many2many fields up to date before a rule searches by them.
        self.flush_model(["program_ids"])
        found = self.sudo().with_context(active_test=False).search(
            Domain("company_id", "=", company.id) & (Domain("code", "in", variants) | Domain("code_hash", "in", hashes)),
        )
        rank = {True: 0, None: 1, False: 2}
        verdicts = {}
        for bearer in found:
            client, same = bearer._get_current(), bearer._is_told_by(inputs, keys)
            verdicts[client] = min(same, verdicts.get(client, same), key=rank.get)
        current = self.browse([client.id for client in verdicts])
        visible = self.with_context(active_test=False).search([("id", "in", current.ids)])
        return sorted(
            ((client, verdicts[client]) for client in visible), key=lambda verdict: (rank[verdict[1]], verdict[0].code),
        )

    def _is_told_by(self, inputs, keys):
        """Return whether one client told these inputs; None where that cannot be known."""
        stored = self.sudo().code_hash
        if not stored:
            return None
        fingerprint, tag, _digest = stored.split(":")
        key = next((key for key in keys if code_key.get_fingerprint(key) == fingerprint), None)
        if not key or not set(tag) <= {INPUTS[name] for name in inputs}:
            return None
        return stored == self._hash_inputs(key, tag, inputs, self.company_id)

    def _describe_bearer(self, same_person):
        """Return what distinguishes one client, as far as the user may see it."""
        user = self.env.user
        programs = self.sudo().program_ids
        shown = user.has_group(IDENTITY) or user.has_group(NICKNAME) and all(programs.mapped("nickname_shown"))
        return {
            "id": self.id, "code": self.code, "same_person": same_person, "nickname": shown and self.nickname or False,
            "gender": self.gender,
            "gender_label": dict(self._fields["gender"]._description_selection(self.env))[self.gender],
            "birth_year": self.birth_year or False,
            "last_contact": self.last_contact and self.last_contact.isoformat() or False,
            "programs": self._get_home_programs().mapped("name"), "active": self.active,
        }

    @api.model
    def _get_code_hash(self, values, program):
        """Return the hash to keep of what was told in a programme; False where not all was told or the key is missing."""
        scheme, company = self._get_code_scheme(program.id, False)
        inputs = self.env["recovery.code.scheme"]._prepare_inputs(values)
        return self._get_hash_to_keep(scheme, inputs, company)

    @api.model
    def _get_hash_to_keep(self, scheme, inputs, company):
        tag = self._get_hash_tag(scheme, inputs)
        keys = self._get_code_keys()[0] if tag else []
        return keys and self._hash_inputs(keys[0], tag, inputs, company) or False

    @api.model
    def _get_hash_tag(self, scheme, inputs):
        """Return the tag of the inputs that a scheme hashes; empty where one is not known or no name is among them.

        A hash of a year alone would take every person of the year for the same.
        """
        asked = [name for name in scheme._get_inputs() if name in HASHED] if scheme else []
        if not set(asked) & set(NAMES) or any(name not in inputs for name in asked):
            return ""
        return "".join(INPUTS[name] for name in asked)

    @api.model
    def _get_known_tags(self, scheme, inputs):
        """Return the tags of every scheme for which enough was told: a person may have been coded by another one."""
        schemes = scheme | self.env["recovery.code.scheme"].sudo().with_context(active_test=False).search(
            [("company_id", "in", [scheme.company_id.id, self.env.company.id, False])],
        )
        return sorted({self._get_hash_tag(other, inputs) for other in schemes} - {""})

    @api.model
    def _hash_inputs(self, key, tag, inputs, company):
        """Return the hash of the inputs that ``tag`` names, folded, whole, and apart for each company."""
        names = [name for name in HASHED if INPUTS[name] in tag]
        told = [fold_letters(inputs[name]) if name in NAMES else str(inputs[name]) for name in names]
        text = "\n".join(["1", str(company.id), tag, *told])
        return f"{code_key.get_fingerprint(key)}:{tag}:{code_key.sign(key, text)}"

    @api.model
    def _get_code_keys(self):
        """Return (keys, notice): without keys the notice says for the user why nobody is recognised.

        A key is made only where no hash exists yet: where it is lost, a new one must not hide that.
        """
        try:
            return code_key.read_keys(create=not self._count_hashes()), False
        except code_key.CodeKeyError:
            return [], self.env._(
                "Nobody can be recognised by what they tell: the key of the client codes is missing. "
                "Tell your administrator.",
            )

    @api.model
    def _count_hashes(self, fingerprints=()):
        """Return the number of hashes made with other keys than these."""
        domain = Domain("code_hash", "!=", False)
        for fingerprint in fingerprints:
            domain &= Domain("code_hash", "not =like", f"{fingerprint}:%")
        return self.sudo().with_context(active_test=False).search_count(domain, limit=None if fingerprints else 1)

    @api.model
    def _get_code_key_notice(self):
        """Return in words for administrators how it stands with the key, without any path or part of it."""
        try:
            keys = code_key.read_keys()
        except code_key.CodeKeyError:
            if self._count_hashes():
                return self.env._(
                    "The key is missing: nobody can be recognised by what they tell until its file is restored.",
                )
            return self.env._("The key is made when the first code is built.")
        lost = self._count_hashes([code_key.get_fingerprint(key) for key in keys])
        if lost:
            return self.env._(
                "%(count)s clients were coded with a key that is not here: they are known by their code only.", count=lost,
            )
        return self.env._("The key %s is in use.", code_key.get_fingerprint(keys[0]))

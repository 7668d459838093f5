import phonenumbers
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .client import IDENTITY


class ClientDuplicates(models.Model):
    """Finding the same person twice: by phone in E.164, or by birth date and folded name.

    The search runs with the rights of the user: a hint about a person whom the
    user may not see would tell that this person is a client.
    """

    _inherit = "recovery.client"

    is_distinct = fields.Boolean(
        string="A different person", copy=False,
        help="Tick when somebody with the same phone or name and birth date really is another person.",
    )
    duplicate_ids = fields.Many2many(
        "recovery.client", compute="_compute_duplicate_ids", search="_search_duplicate_ids",
        string="Possible duplicates", groups=IDENTITY,
    )

    @api.depends("phone", "country_id", "company_id")
    def _compute_phone_e164(self):
        for client in self:
            try:
                client.phone_e164 = client._parse_phone(client.phone)
            except phonenumbers.NumberParseException:
                client.phone_e164 = False

    def _parse_phone(self, phone):
        """Return ``phone`` in E.164, read in the country of the company; False when empty.

        :raises phonenumbers.NumberParseException: when it cannot be a phone number
        """
        if not phone:
            return False
        country = (self.company_id or self.env.company).country_id.code
        number = phonenumbers.parse(phone, country or None)
        if not phonenumbers.is_possible_number(number):
            raise phonenumbers.NumberParseException(
                phonenumbers.NumberParseException.NOT_A_NUMBER, "wrong number of digits",
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    @api.constrains("phone", "company_id")
    def _check_phone(self):
        for client in self.sudo():
            try:
                client._parse_phone(client.phone)
            except phonenumbers.NumberParseException as error:
                country = client.company_id.country_id.name or self.env._("no country set for the company")
                raise ValidationError(self.env._(
                    "Phone: “%(phone)s” is not a phone number (%(country)s). "
                    "Write all its digits, or the international form such as +420 601 000 000.",
                    phone=client.phone, country=country,
                )) from error

    @api.depends("phone_e164", "name_folded", "birthdate", "is_distinct")
    def _compute_duplicate_ids(self):
        found = self._find_duplicates()
        for client in self:
            client.duplicate_ids = self.browse(sorted({other.id for other, _reason in found.get(client, ())}))

    def _find_duplicates(self):
        """Return {client: [(other client, reason)]} among the clients that the user may see."""
        if not self.env.user.has_group(IDENTITY) and not self.env.su:
            return {}
        sought = self.filtered(lambda client: not client.is_distinct and not client.merged_into_id)
        phones = set(filter(None, sought.mapped("phone_e164")))
        named = sought.filtered(lambda client: client.name_folded and client.birthdate)
        if not phones and not named:
            return {}
        candidates = self.with_context(active_test=False).search(
            Domain("company_id", "in", sought.company_id.ids) & (
                Domain("phone_e164", "in", list(phones))
                | (Domain("name_folded", "in", named.mapped("name_folded"))
                   & Domain("birthdate", "in", named.mapped("birthdate")))
            ),
        )
        # Somebody who was merged is found as the client who was kept.
        kept = candidates.merged_into_id.sudo(False)._filtered_access("read")
        found = {}
        for client in sought:
            for bearer in candidates - client._origin:
                other = bearer.merged_into_id or bearer
                if client.company_id != bearer.company_id or other == client._origin:
                    continue
                if other != bearer and other not in kept:
                    continue
                if client.phone_e164 and client.phone_e164 == bearer.phone_e164:
                    found.setdefault(client, []).append((other, self.env._("same phone")))
                elif client.birthdate and (client.name_folded, client.birthdate) == (bearer.name_folded, bearer.birthdate):
                    found.setdefault(client, []).append((other, self.env._("same name and birth date")))
        return found

    @api.model
    def _search_duplicate_ids(self, operator, value):
        """Find the clients who have, or have not, a possible duplicate among those whom the user may see."""
        if operator not in ("in", "not in") or set(value) - {False}:
            return NotImplemented
        sought = Domain("is_distinct", "=", False) & Domain("merged_into_id", "=", False)
        terms = []
        for groups in (["phone_e164"], ["name_folded", "birthdate:day"]):
            names = [group.partition(":")[0] for group in groups]
            known = Domain.AND([sought, *(Domain(name, "!=", False) for name in names)])
            rows = self.with_context(active_test=False)._read_group(
                known, ["company_id", *groups], having=[("__count", ">", 1)],
            )
            terms += [
                Domain("company_id", "=", company.id)
                & Domain.AND(Domain(name, "=", value) for name, value in zip(names, values, strict=True))
                for company, *values in rows
            ]
        with_duplicates = sought & Domain.OR(terms)
        return with_duplicates if operator == "not in" else ~with_duplicates

    @api.model_create_multi
    def create(self, vals_list):
        clients = super().create(vals_list)
        found = clients._find_duplicates()
        if found:
            client, matches = next(iter(found.items()))
            raise ValidationError(self.env._(
                "Possible duplicate: %(others)s. Open that client, or tick “A different person” if it is not the same.",
                others=", ".join(f"{other.code} ({reason})" for other, reason in matches),
            ))
        return clients

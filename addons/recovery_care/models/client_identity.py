from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..text_folding import fold
from .client import IDENTITY, NICKNAME


class ClientIdentity(models.Model):
    """Name, age and how the client is called by whom."""

    _inherit = "recovery.client"

    @api.depends("first_name", "last_name")
    def _compute_name(self):
        for client in self:
            client.name = " ".join(filter(None, [client.first_name, client.last_name]))

    @api.depends("first_name", "last_name")
    def _compute_name_folded(self):
        for client in self:
            client.name_folded = fold(f"{client.last_name or ''} {client.first_name or ''}") or False

    @api.depends("birthdate")
    def _compute_birth_year(self):
        for client in self:
            client.birth_year = client.birthdate.year if client.birthdate else client.birth_year

    @api.depends("birthdate", "birth_year")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for client in self:
            client.age, client.age_group = client._get_age_at(today)

    def _get_age_at(self, day):
        """Return (age in years, age group) of one client on ``day``; (0, False) when not known.

        With a birth year alone the age is the one reached in that year.
        """
        client = self.sudo()
        if client.birthdate:
            age = relativedelta(day, client.birthdate).years
        elif client.birth_year:
            age = day.year - client.birth_year
        else:
            return 0, False
        return age, "child" if age < 13 else "adolescent" if age < 18 else "adult"

    @api.depends("code", "first_name", "last_name", "nickname", "program_ids.nickname_shown")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Code with the name for whoever may see it, with the nickname or alone for others.

        Names of records are fetched as superuser by many2one fields, so the check
        is made for the user, not for the environment.
        """
        visible = self._origin.sudo(False)._filtered_access("read") if not self.env.user._is_superuser() else self.browse()
        sees_name = self.env.user.has_group(IDENTITY)
        sees_nickname = self.env.user.has_group(NICKNAME)
        for client, secret in zip(self, self.sudo(), strict=True):
            known_as = ""
            if client._origin in visible:
                if sees_name and secret.name:
                    known_as = secret.name
                elif sees_nickname and (sees_name or all(secret.program_ids.mapped("nickname_shown"))):
                    known_as = secret.nickname
            code = secret.code != "/" and secret.code
            client.display_name = f"{code} {known_as}" if code and known_as else code

    @api.model
    def _search_display_name(self, operator, value):
        """Search by code for everyone, by nickname and name for whoever may see them."""
        if not isinstance(value, str) or operator not in ("ilike", "not ilike", "=", "like", "=ilike"):
            return Domain("code", operator, value)
        negative = operator.startswith("not")
        terms = [Domain("code", operator, value)]
        if self.env.user.has_group(NICKNAME):
            hidden = Domain("program_ids", "any", [("nickname_shown", "=", False)])
            nickname = Domain("nickname", operator, value)
            if not self.env.user.has_group(IDENTITY):
                nickname = nickname | hidden if negative else nickname & ~hidden
            terms.append(nickname)
        if self.env.user.has_group(IDENTITY) and fold(value):
            words = [Domain("name_folded", operator, word) for word in fold(value).split()]
            terms.append(Domain.OR(words) if negative else Domain.AND(words))
        return Domain.AND(terms) if negative else Domain.OR(terms)

    @api.constrains("birthdate", "birth_year")
    def _check_birth(self):
        today = fields.Date.context_today(self)
        for client in self.sudo():
            if client.birthdate and client.birthdate > today:
                raise ValidationError(self.env._("Birth date: %s lies in the future.", client.birthdate))
            if client.birthdate and client.birthdate.year < 1900:
                raise ValidationError(self.env._("Birth date: %s lies before the year 1900.", client.birthdate))
            if client.birthdate and client.birth_year != client.birthdate.year:
                raise ValidationError(self.env._("Birth year: it differs from the year of the birth date."))
            if client.birth_year > today.year:
                raise ValidationError(self.env._("Birth year: %s lies in the future.", client.birth_year))

    @api.model
    def _check_identity(self, values):
        """Say what is wrong with an identity before anything is written.

        :param dict values: of a client, as in a row of the table
        :raises ValidationError: for a name that is missing or not allowed
        """
        rules = [rule for rule in self._get_twins() if rule.concerns(self, {"identity"})]
        self._check_rules(rules, [self._get_row(self._get_twin_names(rules), values)])

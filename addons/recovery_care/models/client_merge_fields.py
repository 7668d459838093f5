from odoo import api, models
from odoo.exceptions import ValidationError

from .client import PERSONAL


class ClientMergeFields(models.Model):
    """Which fields of a client a merge can take over."""

    _inherit = "recovery.client"

    # Levels of what is known about a person.
    _identity_levels = ("anonymous", "pseudonymous", "identified")
    _merge_fixed = (
        "code", "company_id", "active", "restricted", "merged_into_id", "is_distinct", "create_uid", "create_date",
        "write_uid", "write_date", "id",
    )

    @api.model
    def get_merge_fields(self):
        """Return the names of the fields that a merge can take over, as far as the user may see them."""
        return [name for name in self._get_merge_fields() if self._has_field_access(self._fields[name], "read")]

    @api.model
    def _get_merge_fields(self):
        return [
            field.name for field in sorted(self._fields.values(), key=lambda field: field._sequence)
            if field.store and field.column_type and field.name not in self._merge_fixed
            and not (field.compute and field.readonly)
        ]

    def _get_taken_fields(self, merged, take=None):
        """Return the names of the fields whose value one client takes over from ``merged``, a record (superuser).

        :param take: the names wished; None fills what is empty. Fields that the user may not see are filled.
        :raises ValidationError: for a field that cannot be taken over
        """
        self.ensure_one()
        known = self._get_merge_fields()
        visible = self.sudo(False).get_merge_fields()
        wrong = set(take or ()) - set(visible)
        if wrong:
            raise ValidationError(self.env._("Taken over: %s cannot be taken over.", ", ".join(sorted(wrong))))
        taken = {
            name for name in known
            if (self._is_filled_by(merged, name) if take is None or name not in visible else name in take)
        }
        if "birthdate" in taken:
            taken.add("birth_year")
        if self.birthdate and "birthdate" not in taken:
            taken.discard("birth_year")
        return [name for name in known if name in taken]

    def _is_filled_by(self, merged, name):
        """Return whether one client has nothing in a field in which ``merged`` has something."""
        if name == "identity":
            return self._identity_levels.index(merged.identity) > self._identity_levels.index(self.identity)
        if name == "gender":
            return self.gender == "unknown" != merged.gender
        # A box that is not ticked is an answer.
        return self._fields[name].type != "boolean" and not self[name] and bool(merged[name])

    def _check_taken_identity(self, merged, taken):
        """Raise ValidationError where one client (superuser) would hold what its identity does not allow."""
        values = {name: (merged if name in taken else self)[name] for name in ("identity", *PERSONAL)}
        self._check_identity({}, [values])
        if merged.identity == "identified" != values["identity"] and set(PERSONAL) & set(taken):
            raise ValidationError(self.env._(
                "Identity: names, birth date and ways of contact are taken over together with “Identified”.",
            ))

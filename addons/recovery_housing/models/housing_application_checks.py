from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .housing_application import OPEN, READERS


class HousingApplicationChecks(models.Model):
    """Which criteria are asked of an applicant, and that who does not meet them is let in for a reason alone."""

    _inherit = "recovery.housing.application"

    has_unmet = fields.Boolean(
        string="A criterion is not met", compute="_compute_has_unmet", groups="recovery_care.group_staff",
        help="Of every house to which the application could lead, as far as you may see what is recorded.",
    )

    needs_step_free = fields.Boolean(
        string="Needs a step-free bed", tracking=True, groups=READERS, help="Uses a wheelchair, or cannot climb stairs.",
    )

    @api.depends("check_ids.answer")
    @api.depends_context("uid")
    def _compute_has_unmet(self):
        for application in self:
            application.has_unmet = any(check.result == "not_met" for check in application.check_ids)

    def _search_open(self, houses):
        """Return the open applications for one of the houses, or for houses of their kind."""
        return self.search(self._get_domain_of(houses) & Domain("state", "in", OPEN))

    def _get_domain_of(self, houses):
        """Return the domain of applications that could lead to one of the houses."""
        return Domain("house_id", "in", houses.ids) | Domain.OR(
            Domain("house_id", "=", False) & Domain("program_id", "=", house.program_id.id)
            & Domain("kind_id", "=", house.kind_id.id)
            for house in houses
        )

    def _get_houses(self):
        """Return the houses to which one application could lead (superuser)."""
        return self._map_houses()[self.sudo()]

    def _get_board_houses(self):
        """Whoever waits is told on the boards of all houses to which the application could lead."""
        return self.env["recovery.house"].union(*self._map_houses().values())

    def _map_houses(self):
        """Return {application: the houses to which it could lead} (superuser); one query for all."""
        applications = self.sudo()
        anywhere = applications.filtered(lambda application: not application.house_id)
        by_kind = self.env["recovery.house"].sudo().search([
            ("program_id", "in", anywhere.program_id.ids), ("kind_id", "in", anywhere.kind_id.ids),
        ]).grouped(lambda house: (house.program_id, house.kind_id)) if anywhere else {}
        return {
            application: application.house_id or by_kind.get(
                (application.program_id, application.kind_id), self.env["recovery.house"].sudo(),
            ) for application in applications
        }

    def _find_unmet(self, house):
        """Return the checks of one application that are not met in a house, as the user sees them."""
        return self.check_ids.filtered(lambda check: check.house_id == house and check.result == "not_met")

    def _find_needs_obstacle(self, bed):
        """Return in words why a bed (superuser) is not for one applicant, who needs it step-free or has children; or False.

        Where no room or bed of a step-free house is told apart, all of them are.
        """
        application, house = self.sudo(), bed.house_id
        if application.exception_reason:
            return False
        told_apart = any((*house.room_ids.mapped("accessible"), *house.bed_ids.mapped("accessible")))
        step_free = bed.accessible or bed.room_id.accessible or house.accessible and not told_apart
        if application.needs_step_free and not step_free:
            return self.env._(
                "Bed: %s is not step-free. Choose another one; a programme manager may write under “Admitted in spite of” "
                "why all the same.", bed.display_name,
            )
        if application.with_children == "yes" and not house.children_welcome:
            return self.env._(
                "Bed: “%s” is not for children. Choose another house; a programme manager may write under “Admitted in "
                "spite of” why all the same.", house.name,
            )
        return False

    def _check_admissible(self, bed):
        """Raise ValidationError where a bed or its house is not for these applicants and no manager gave a reason."""
        house = bed.house_id
        for application in self:
            obstacle = application._find_needs_obstacle(bed)
            if obstacle:
                raise ValidationError(obstacle)
            unmet = application._find_unmet(house) if not application.exception_reason else ()
            if unmet:
                raise ValidationError(self.env._(
                    "Criteria: not met: %s. A programme manager may write under “Admitted in spite of” why all the same.",
                    ", ".join(check.criterion_id.display_name for check in unmet),
                ))

    def _add_checks(self):
        """Ask each of these applicants every criterion that is in use in the houses they asked for; each one once."""
        Check = self.env["recovery.housing.check"].sudo()
        houses = self._map_houses()
        criteria = self.env["recovery.house.criterion"].sudo().search(
            [("house_id", "in", self.env["recovery.house"].union(*houses.values()).ids)],
        ).grouped("house_id")
        known = set(Check._read_group([("application_id", "in", self.ids)], ["application_id", "criterion_id"]))
        Check.create([
            {"application_id": application.id, "criterion_id": criterion.id}
            for application in self.sudo() for house in houses[application] for criterion in criteria.get(house, ())
            if (application, criterion) not in known
        ])

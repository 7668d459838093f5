"""People who ask for the houses of the tests, with criteria and weights of their own."""

from odoo.fields import Command

from .common import HousingCase


class ApplicationCase(HousingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["recovery.housing.weight"].search([("company_id", "in", (cls.company | cls.partner_company).ids)]).unlink()

    @classmethod
    def apply(cls, client=None, house=None, user=None, **values):
        """Create an application; by default of the client for the community."""
        if "kind_id" not in values:
            values["house_id"] = (house or cls.community).id
        return cls.env["recovery.housing.application"].with_user(user or cls.env.user).create(
            {"client_id": (client or cls.client).id, **values},
        )

    @classmethod
    def apply_for_kind(cls, client=None, program=None, user=None, **values):
        kind = cls.env.ref("recovery_housing.kind_community")
        return cls.apply(client, user=user, kind_id=kind.id, program_id=(program or cls.own).id, **values)

    @classmethod
    def new_person(cls, program=None, **values):
        return cls.new_client(program or cls.own, nickname="Demo applicant", **values)

    @classmethod
    def criterion(cls, kind="own", house=None, **values):
        if kind == "own":
            values = {"name": "Demo: agrees with the rules", **values}
        return cls.env["recovery.house.criterion"].create({"house_id": (house or cls.community).id, "kind": kind, **values})

    @classmethod
    def weight(cls, factor, points, house=None, **values):
        return cls.env["recovery.housing.weight"].create({
            "company_id": cls.company.id, "house_id": house.id if house else False, "factor": factor,
            "points": points, **values,
        })

    @classmethod
    def offer(cls, application, bed=None, user=None, **values):
        return cls.env["recovery.housing.offer"].with_user(user or cls.env.user).create(
            {"application_id": application.id, "bed_id": (bed or cls.bed_a).id, **values},
        )

    @classmethod
    def to_dos(cls, application, kind):
        """Return the open activities of one application."""
        return application.sudo().activity_search([f"recovery_housing.activity_{kind}"])

    @classmethod
    def silence(cls, program):
        """Let a programme keep no free text."""
        program.write({"no_free_text": True})

    @classmethod
    def join(cls, user, program):
        """Let somebody work in a programme too."""
        program.employee_ids = [Command.link(user.with_company(program.company_id).employee_id.id)]

from odoo import api, fields, models

STAY_READERS = "recovery_care.group_staff,recovery_care.group_coded"


class Client(models.Model):
    """Where a client lives, as far as the user may see the stays."""

    _inherit = "recovery.client"

    stay_ids = fields.One2many("recovery.stay", "client_id", string="Stays", groups=STAY_READERS)
    current_bed_id = fields.Many2one(
        "recovery.bed", string="Lives in", compute="_compute_current_bed_id", groups=STAY_READERS,
    )

    @api.depends_context("uid")
    def _compute_current_bed_id(self):
        stays = self.env["recovery.stay"].search_fetch([("client_id", "in", self.ids), ("state", "=", "in")], ["bed_id"])
        beds = {stay.client_id: stay.bed_id for stay in stays}
        for client in self:
            client.current_bed_id = beds.get(client._origin)

    def action_open_stays(self):
        return self._open_housing_list("recovery_housing.stay_action", {"default_client_id": self.id})

    def _get_paper_lang(self, fallback=None):
        """Return the code of the language of one client's papers: theirs, where it is installed, else another one.

        :param str fallback: that language; the user's when empty
        """
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        return self.language if self.language in installed else fallback or self.env.lang or "en_US"

    def _open_housing_list(self, xmlid, context=None):
        """Return an action that shows what one client has, by its xmlid, with the defaults of ``context``."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("client_id", "=", self.id)], "context": context or {}}

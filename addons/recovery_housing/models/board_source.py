from odoo import api, models

CHANNEL = "recovery_housing.bed_board"


class BoardSource(models.AbstractModel):
    """Tells the open bed boards that something in a house has changed; what, each reads with its own rights."""

    _name = "recovery.board.source"
    _description = "Shown on the bed board"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._tell_boards()
        return records

    def write(self, vals):
        if self._is_moved_by(vals):
            # As superuser, one that is not there and one that is hidden would answer differently.
            self.check_access("write")
            self._tell_boards()
        result = super().write(vals)
        self._tell_boards()
        return result

    def unlink(self):
        self.check_access("unlink")
        self._tell_boards()
        return super().unlink()

    @api.model
    def _is_moved_by(self, vals):
        """Whether the house before the change has to be told as well."""
        return bool(vals.keys() & {"bed_id", "house_id", "stay_id", "night_id", "kind_id", "program_id", "company_id"})

    def _get_board_houses(self):
        return self.house_id

    def _tell_boards(self):
        """Send each house once a transaction, with nothing but its id."""
        told = self.env.cr.precommit.data.setdefault(CHANNEL, set())
        for house in self.sudo()._get_board_houses():
            if house.id not in told:
                told.add(house.id)
                self.env["bus.bus"]._sendone((house.company_id, CHANNEL), CHANNEL, {"house_id": house.id})


"""Who may do what with the records of this add-on; the form is that of the care add-on's table."""

from odoo.addons.recovery_care.tests.access_table import CODED, STAFF, ModelAccess

TABLE = {
    # The only link between goods and the people who got them: nobody reads it.
    "recovery.stock.entry": ModelAccess(
        {}, edit={"settled": True}, scopes=("own", "other", "company"), client_data=False,
    ),
    # Sums by programme; nobody writes them.
    "recovery.stock.level": ModelAccess(
        {STAFF: "r - -", (*CODED, "administrator"): "r r -"}, edit={"on_hand": 5}, scopes=("own", "other", "company"),
        client_data=False,
    ),
}

WIZARDS = {}
FIELDS = {}

_MONEY = ("manager", "finance", "auditor")
# What this add-on adds to the models of the care add-on, closed to everybody but these roles.
CARE_FIELDS = {
    "recovery.supply": {("cost", "stock_missing"): _MONEY, ("stock_open", "stock_issued", "stock_returned"): ()},
}

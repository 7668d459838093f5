"""A client's life in a house, to be looked for like the rest of the file; see ``probes``."""

from datetime import date, timedelta

HOUSING_FACTS = ("recovery.stay",)


def build_in_house(api, program, client, marker):
    """Let a client live in a new house of the programme; returns {model: id}."""
    [house] = api.call("recovery.house", "create", vals_list=[{
        # The house is no secret, so nothing of it may look like the file.
        "name": "Demo house", "code": chr(65 + int(marker) % 26), "kind": "community", "program_id": program,
        "date_open": "2020-01-01",
    }])
    [bed] = api.call("recovery.bed", "create", vals_list=[{"name": "A", "house_id": house}])
    [stay] = api.call("recovery.stay", "create", vals_list=[{
        "client_id": client, "bed_id": bed, "date_from": (date.today() - timedelta(days=3)).isoformat(), "state": "in",
    }])
    api.call("recovery.stay", "message_post", ids=[stay], body=f"Důvěrné{marker} o pobytu")
    return {"recovery.stay": stay}

"""A whole file of a client to be looked for, and a login that reads all it can reach."""
import json
from datetime import date, datetime, timedelta, timezone

from leaks import Evidence, Secrets
from probes_housing import HOUSING_FACTS, SAID, build_in_house

ROLES = ("outreach", "counsellor", "house", "manager", "finance", "data", "privacy", "administrator", "auditor")
NAMELESS = ("outreach", "finance", "data", "auditor", "administrator")
# An id that no record has.
MISSING = 99999999
FACTS = ("recovery.client", "recovery.episode", "recovery.encounter", "recovery.delivery", "recovery.ors",
         "recovery.note", "recovery.relation", "recovery.substance.use", "recovery.supply", "recovery.situation",
         "recovery.rapid.test", "recovery.naloxone.use", "recovery.group.member", "recovery.event.participant",
         "recovery.batch.line", *HOUSING_FACTS)
# Messages and to-dos carry words about clients; calendars and followers could.
CARRIERS = ("mail.message", "mail.activity", "mail.followers", "mail.notification", "calendar.event", "res.partner",
            "maintenance.request", "maintenance.equipment")
TEXTUAL = ("char", "text", "html", "json", "date", "many2one", "many2one_reference", "reference", "properties")


def moment(**ago):
    return (datetime.now(timezone.utc) - timedelta(**ago)).strftime("%Y-%m-%d %H:%M:%S")


def build_file(api, manager, admin, program, home, service, marker, **values):
    """Give a new client everything that a file can hold; returns {model: id}.

    What a manager has to do is done by ``manager``, what an accountant by ``admin``; the client lives in the programme
    ``home``.
    """
    [client] = api.call("recovery.client", "create", vals_list=[{
        "identity": "identified", "first_name": f"Xymena{marker}", "last_name": f"Neprozrazená{marker}-Testová",
        "nickname": f"Přezdívka{marker}", "birthdate": "1969-04-23", "phone": f"+420 199 {marker} 321",
        "email": f"xymena.{marker}@demo.example", "address": f"Tajná{marker} 0", "intake_program_id": program,
        "is_distinct": True, **values,
    }])
    [episode] = api.call("recovery.episode", "create", vals_list=[{
        "client_id": client, "program_id": program, "state": "active", "date_start": "2026-01-05",
    }])
    material = api.call("product.product", "search", domain=[["material_kind", "=", "syringe"]], limit=1)
    [encounter] = api.call("recovery.encounter", "create", vals_list=[{
        "program_id": program, "date_start": moment(days=3), "minutes": 45,
        "delivery_ids": [[0, 0, {
            "client_id": client, "service_id": service, "minutes": 45,
            "supply_ids": [[0, 0, {"product_id": material[0], "issued": 3}]],
        }]],
    }])
    api.call("recovery.encounter", "action_done", ids=[encounter])
    [delivery] = api.call("recovery.delivery", "search", domain=[["encounter_id", "=", encounter]])
    [supply] = api.call("recovery.supply", "search", domain=[["encounter_id", "=", encounter]])
    [ors] = api.call("recovery.ors", "create", vals_list=[{
        "client_id": client, "episode_id": episode, "date": date.today().isoformat(),
        "individual": 4, "interpersonal": 5, "social": 6, "overall": 7,
    }])
    [note] = api.call("recovery.note", "create", vals_list=[{
        "client_id": client, "encounter_id": encounter, "audience": "counsellors", "body": f"Důvěrné{marker} sdělení",
    }])
    [relation] = api.call("recovery.relation", "create", vals_list=[{
        "client_id": client, "related_name": f"Příbuzná{marker} Utajená", "related_phone": f"+420 199 {marker} 322",
        "kind": "parent",
    }])
    substance = api.call("recovery.substance", "search", domain=[], limit=1)
    [use] = api.call("recovery.substance.use", "create", vals_list=[
        {"client_id": client, "substance_id": substance[0], "frequency": "daily"},
    ])
    api.call("recovery.client", "message_post", ids=[client], body=f"Rozhovor{marker} s rodinou")
    api.call("recovery.episode", "message_post", ids=[episode], body=f"Poznámka{marker} k epizodě")
    api.call("recovery.client", "activity_schedule", ids=[client], summary=f"Zavolat{marker} domů")
    return {"recovery.client": client, "recovery.episode": episode, "recovery.encounter": encounter,
            "recovery.delivery": delivery, "recovery.ors": ors, "recovery.note": note,
            "recovery.relation": relation, "recovery.substance.use": use, "recovery.supply": supply,
            **build_around(api, program, service, client, episode),
            **build_in_house(manager, admin, home, client, _build_neighbour(manager, home), marker, moment)}


def _build_neighbour(manager, program):
    [neighbour] = manager.call("recovery.client", "create", vals_list=[
        {"identity": "pseudonymous", "nickname": "Demo Neighbour", "intake_program_id": program, "is_distinct": True}])
    return neighbour


def build_around(api, program, service, client, episode):
    """Let a client appear in a situation, a test, a group, an event and a batch; returns {model: id}."""
    at = {"client_id": client, "program_id": program}
    today = date.today().isoformat()
    [situation] = api.call("recovery.situation", "create", vals_list=[
        {**at, "episode_id": episode, "date": today, "moment": "review", "debts": "yes"}])
    [test] = api.call("recovery.rapid.test", "create", vals_list=[{**at, "kind": "hcv", "result": "reactive"}])
    [naloxone] = api.call("recovery.naloxone.use", "create", vals_list=[at])
    [group] = api.call("recovery.group", "create", vals_list=[
        {"name": "Demo circle", "program_id": program, "service_id": service, "mon": True}])
    [member] = api.call("recovery.group.member", "create", vals_list=[{"group_id": group, "client_id": client}])
    [event] = api.call("recovery.event", "create", vals_list=[
        {"name": "Demo outing", "kind": "camp", "program_id": program, "date_start": moment(days=1)}])
    [participant] = api.call("recovery.event.participant", "create", vals_list=[{"event_id": event, "client_id": client}])
    [batch] = api.call("recovery.batch", "create", vals_list=[{"program_id": program, "date": today}])
    [line] = api.call("recovery.batch.line", "create", vals_list=[{"batch_id": batch, "client_id": client}])
    return {"recovery.situation": situation, "recovery.rapid.test": test, "recovery.naloxone.use": naloxone,
            "recovery.group.member": member, "recovery.event.participant": participant, "recovery.batch.line": line}


def confidential(marker):
    """Words that only those who work with the file may read."""
    secrets = Secrets()
    secrets.add_word(f"Důvěrné{marker}", f"Rozhovor{marker}", f"Poznámka{marker}", f"Zavolat{marker}",
                     f"Příbuzná{marker}", f"Tajná{marker}")
    return secrets


def of_the_person(marker):
    """Every word by which a file could be known, but for its code and what is written about the house."""
    secrets = confidential(marker)
    secrets.add_word(f"Neprozrazená{marker}", f"Xymena{marker}", f"Přezdívka{marker}", *(f"{stem}{marker}" for stem in SAID))
    secrets.add_phone(*(f"+420 199 {marker} 32{last}" for last in (1, 2, 3)))
    return secrets


def known_fields(raw, model):
    """Return {name: type, store, relation} of the fields of a model that the user may know of."""
    status, body = raw(model, "fields_get", attributes=["type", "store", "relation"])
    return json.loads(body) if status == 200 else {}


def textual_fields(fields, stored=False):
    """Names of fields whose values have words, dates or names of records."""
    return sorted(
        name for name, field in fields.items() if field["type"] in TEXTUAL and (field.get("store") or not stored)
    )


def sweep(raw, models):
    """Read all that a login can reach, of every model; returns the Evidence."""
    evidence = Evidence()
    everything = {"context": {"active_test": False}, "domain": []}
    for model in models:
        ours = model.startswith("recovery.")
        limit = 1000 if ours or model in CARRIERS else 200
        fields = known_fields(raw, model)
        status, body = raw(model, "search_read", fields=textual_fields(fields), limit=limit, **everything)
        if status == 403 and not ours:
            # Some computed fields of Odoo's own models ask for rights that the model itself does not.
            status, body = raw(model, "search_read", fields=textual_fields(fields, True), limit=limit, **everything)
        assert status in (200, 403), (model, body)
        evidence.collect((model, "search_read"), body)
        if status == 200 and (ours or model in CARRIERS):
            names = raw(model, "name_search", name="", limit=limit, context={"active_test": False})
            evidence.collect((model, "name_search"), names[1])
        if status == 200 and model in HOUSING_FACTS:
            _sweep_groups_and_exports(raw, model, fields, body, evidence)
    return evidence


def _sweep_groups_and_exports(raw, model, fields, body, evidence):
    """The headings of groups and the cells of a file: names of records made in other ways than by reading."""
    people = sorted(name for name, field in fields.items() if field.get("relation") == "recovery.client")
    assert "client_id" in people, model
    for name in people:
        status, groups = raw(model, "formatted_read_group", domain=[], groupby=[name], aggregates=["__count"])
        assert status == 200, (model, name, groups[:300])
        evidence.collect((model, "formatted_read_group", name), groups)
    columns = [".id", "display_name", *(f"{name}/display_name" for name in people)]
    ids = [row["id"] for row in json.loads(body)]
    evidence.collect((model, "export_data"), raw(model, "export_data", ids=ids, fields_to_export=columns)[1])

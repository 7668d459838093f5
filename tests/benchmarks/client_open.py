"""Opening a client costs the same number of queries however long the history is.

The web client opens a form with one `web_read`, whose specification it builds from the views
that `get_views` returns. This does the same for the real form, as a counsellor, with a cold
cache, and counts the statements on the cursor.
"""

from datetime import datetime, timedelta

from lxml import etree
from odoo.fields import Command
from odoo.tests.common import new_test_user

HISTORIES = (300, 3000)
LIMIT = 40


def _build(env, encounters):
    """Return (user, client) with a history of done encounters and a rating for every tenth."""
    user = new_test_user(
        env, login=f"bench_open_{encounters}", groups="recovery_care.group_counsellor", company_id=env.company.id,
    )
    employee = env["hr.employee"].create({"name": user.name, "user_id": user.id})
    service = env["recovery.service"].create({"code": f"OPEN{encounters}", "name": "Benchmark service"})
    program = env["recovery.program"].create({
        "name": "Benchmark programme", "code": f"OPEN{encounters}", "ors_required": True,
        "employee_ids": [Command.link(employee.id)], "service_ids": [Command.link(service.id)],
        "phase_ids": [Command.create({"name": "All", "month_from": 0, "month_to": 36, "contact_every_days": 14})],
    })
    client, relative = env["recovery.client"].create([
        {"nickname": f"bench {name}", "identity": "pseudonymous", "intake_program_id": program.id}
        for name in ("client", "relative")
    ])
    episode = env["recovery.episode"].create({
        "client_id": client.id, "program_id": program.id, "state": "active", "date_start": "2020-01-01",
        "keyworker_id": employee.id,
    })
    env["recovery.relation"].create({"client_id": client.id, "related_client_id": relative.id, "kind": "sibling"})
    env["recovery.substance.use"].create([
        {"client_id": client.id, "substance_id": substance.id, "is_primary": not place}
        for place, substance in enumerate(env["recovery.substance"].search([], limit=3))
    ])
    _create_history(episode, encounters)
    env.flush_all()
    return user, client


def _create_history(episode, encounters):
    """Give an episode done encounters, a rating and a note for every tenth."""
    env, client, worker = episode.env, episode.client_id, episode.keyworker_id
    program = episode.program_id
    first = datetime(2020, 1, 2, 9, 0)
    made = env["recovery.encounter"].create([
        {
            "program_id": program.id, "date_start": first + timedelta(hours=12 * number), "minutes": 50, "state": "done",
            "employee_ids": [Command.link(worker.id)],
            "delivery_ids": [Command.create({"client_id": client.id, "service_id": program.service_ids.id})],
        }
        for number in range(encounters)
    ])
    rated = made[::10]
    env["recovery.ors"].create([
        {
            "client_id": client.id, "episode_id": episode.id, "encounter_id": encounter.id,
            **dict.fromkeys(("individual", "interpersonal", "social", "overall"), (number % 90) / 10 + 1),
        }
        for number, encounter in enumerate(rated)
    ])
    env["recovery.note"].create([
        {"client_id": client.id, "encounter_id": encounter.id, "body": "A talk about work.", "author_id": worker.user_id.id}
        for encounter in rated
    ])


def _specification(arch, models, model):
    """Return the specification that the web client makes of a view: its fields, with those of the lists in them."""
    specification = {}
    for node in _own_fields(arch):
        name = node.get("name")
        field = models[model]["fields"].get(name)
        if field is None:
            continue
        part = specification.setdefault(name, {})
        comodel = field.get("relation")
        if field["type"] in ("one2many", "many2many"):
            inner = node.find("list") if node.find("list") is not None else node.find("kanban")
            if inner is not None:
                part.setdefault("fields", {}).update(_specification(inner, models, comodel))
                part["limit"] = int(inner.get("limit") or 40)
                if inner.get("default_order"):
                    part["order"] = inner.get("default_order")
            else:
                part.setdefault("fields", {})["display_name"] = {}
        elif field["type"] == "many2one":
            part.setdefault("fields", {})["display_name"] = {}
    return specification


def _own_fields(node):
    """Yield the field nodes of a view that do not belong to a view inside it."""
    for child in node:
        if child.tag == "field":
            yield child
        elif child.tag not in ("templates", "searchpanel"):
            yield from _own_fields(child)
        else:
            yield from child.iter("field")


def _count_queries(env, user, client):
    """Open the client's form as `user` with nothing cached; returns the number of statements."""
    api = env(user=user.id, context={"lang": "en_US", "allowed_company_ids": client.company_id.ids})
    Client = api["recovery.client"]
    views = Client.get_views([(False, "form")])
    arch = etree.fromstring(views["views"]["form"]["arch"])
    specification = {**_specification(arch, views["models"], "recovery.client"), "display_name": {}}
    assert len(specification) > 20, "The form of the client was not found."
    # What a server has cached from its first request on: rights, rules, actions.
    Client.browse(client.id).web_read(specification)
    env.flush_all()
    env.invalidate_all()
    before = env.cr.sql_log_count
    [values] = Client.browse(client.id).web_read(specification)
    env.flush_all()
    assert values["code"] == client.code
    return env.cr.sql_log_count - before


def run(env):
    """Return [(name, ratio, limit, detail)]: queries against 40, and of the long history against the short one.

    :param env: an environment that may be written to; the caller rolls back
    """
    scale = env.context.get("bench_scale", 1.0)
    sizes = [max(round(size * scale), 12 * (place + 1)) for place, size in enumerate(HISTORIES)]
    short, long = (_count_queries(env, *_build(env, size)) for size in sizes)
    return [
        (f"queries to open a client, {sizes[0]} encounters / {LIMIT}", short / LIMIT, 1.0, f"{short} queries"),
        (f"the same with {sizes[1]} encounters / with {sizes[0]}", long / short, 1.0, f"{long} and {short} queries"),
    ]

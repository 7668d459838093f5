"""Recording a batch of 500 people against saving the same visits one by one.

The single visits are what the front desk sends: a known client, two services, one material, each a
request of its own with nothing in the cache. The batch is one click on what was typed, its lines
already saved. Both with the rights of an outreach worker, in the same process.
"""

import time
import uuid
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

LINES = 500
LIMIT = 0.3


def _prepare(env, clients):
    company = env.company
    worker = env["res.users"].create({
        "name": "Benchmark worker", "login": f"bench-{uuid.uuid4().hex}", "company_id": company.id,
        "company_ids": [Command.set(company.ids)],
        "group_ids": [Command.link(env.ref("recovery_care.group_outreach").id)],
    })
    employee = env["hr.employee"].create({"name": worker.name, "user_id": worker.id, "company_id": company.id})
    services = env["recovery.service"].create([
        {"code": f"BENCHB{number}", "name": f"Benchmark {kind}", "kind": kind, "client_required": False}
        for number, kind in enumerate(("exchange", "food"))
    ])
    product = env["product.product"].create({"name": "Benchmark syringe", "material_kind": "syringe"})
    program = env["recovery.program"].create({
        "name": "Benchmark street", "code": "BENCHB", "modality": "outreach",
        "employee_ids": [Command.set(employee.ids)], "service_ids": [Command.set(services.ids)],
    })
    people = env["recovery.client"].create([
        {"nickname": f"bench {number}", "identity": "pseudonymous", "intake_program_id": program.id}
        for number in range(clients)
    ])
    env["recovery.episode"].create([
        {"client_id": person.id, "program_id": program.id, "state": "active", "date_start": "2025-01-01"}
        for person in people[::2]
    ])
    env.flush_all()
    return worker, program, employee, services, product, people


def _timed(env, act):
    env.flush_all()
    env.invalidate_all()
    start = time.perf_counter()
    act()
    env.flush_all()
    return time.perf_counter() - start


def run(env, lines=LINES):
    """Return [(name, ratio, limit, detail)]: the time of a batch over that of its visits saved one by one.

    :param env: an environment that may be written to; the caller rolls back
    """
    lines = max(int(lines * env.context.get("bench_scale", 1.0)), 4)
    worker, program, employee, services, product, people = _prepare(env, lines)
    mine = env(user=worker, context={**env.context, "allowed_company_ids": env.company.ids})

    def visit(person):
        mine["recovery.front.desk"].save_visit({
            "key": uuid.uuid4().hex, "program_id": program.id, "client_id": person.id, "employee_ids": employee.ids,
            "services": [{"service_id": service.id} for service in services],
            "supplies": [{"product_id": product.id, "issued": 20, "returned": 18}],
        })

    def new_batch():
        return mine["recovery.batch"].create({
            "program_id": program.id, "date": fields.Date.today() - timedelta(days=1), "hour": 9.0,
            "employee_ids": [Command.set(employee.ids)],
            "line_ids": [
                Command.create({
                    "client_id": person.id, "service_ids": [Command.set(services.ids)],
                    "supply_ids": [Command.create({"product_id": product.id, "issued": 20, "returned": 18})],
                })
                for person in people
            ],
        })

    visit(people[0])
    batch = new_batch()
    theirs = sum(_timed(env, lambda person=person: visit(person)) for person in people)
    ours = _timed(env, batch.action_record)
    detail = f"{ours * 1000 / lines:.1f} ms a line in a batch, {theirs * 1000 / lines:.1f} ms a visit alone, {lines} of each"
    return [(f"batch of {lines} people / the same visits one by one", ours / theirs, LIMIT, detail)]

"""Saving a visit at the counter as fast as Odoo creates a task.

A visit is what the front desk sends: a known client, three services, two kinds of material, one at a
time, with the rights of an outreach worker and nothing in the cache, as a request of its own finds it.
It is compared with a task of Odoo's project app, made in the same process by the same rule.
"""

import time
import uuid
from statistics import median

from odoo.fields import Command

VISITS = 100
LIMIT = 0.7


def _prepare(env, clients):
    company = env.company
    worker = env["res.users"].create({
        "name": "Benchmark worker", "login": f"bench-{uuid.uuid4().hex}", "company_id": company.id,
        "company_ids": [Command.set(company.ids)],
        "group_ids": [Command.link(env.ref("recovery_care.group_outreach").id)],
    })
    employee = env["hr.employee"].create({"name": worker.name, "user_id": worker.id, "company_id": company.id})
    services = env["recovery.service"].create([
        {"code": f"BENCH{number}", "name": f"Benchmark {kind}", "kind": kind, "client_required": False}
        for number, kind in enumerate(("exchange", "food", "medical"))
    ])
    products = env["product.product"].create([
        {"name": f"Benchmark {kind}", "material_kind": kind} for kind in ("syringe", "filter")
    ])
    program = env["recovery.program"].create({
        "name": "Benchmark counter", "code": "BENCHV", "modality": "low_threshold",
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
    project = env["project.project"].create({"name": "Benchmark project", "company_id": company.id})
    env.flush_all()
    return worker, program, employee, services, products, people, project


def _timed(env, act):
    env.flush_all()
    env.invalidate_all()
    start = time.perf_counter()
    act()
    env.flush_all()
    return time.perf_counter() - start


def run(env, visits=VISITS):
    """Return [(name, ratio, limit, detail)]: the median time of a visit over that of a task.

    Every second client has an episode in the programme, whose last contact is kept as well.

    :param env: an environment that may be written to; the caller rolls back
    """
    visits = max(int(visits * env.context.get("bench_scale", 1.0)), 4)
    worker, program, employee, services, products, people, project = _prepare(env, min(visits, 50))
    desk = env["recovery.front.desk"].with_user(worker).with_context(allowed_company_ids=env.company.ids)

    def visit(number):
        desk.save_visit({
            "key": uuid.uuid4().hex, "program_id": program.id, "client_id": people[number % len(people)].id,
            "employee_ids": employee.ids, "counter": "Benchmark",
            "services": [{"service_id": service.id} for service in services],
            "supplies": [
                {"product_id": products[0].id, "issued": 20, "returned": 18},
                {"product_id": products[1].id, "issued": 10},
            ],
        })

    def task(number):
        env["project.task"].create({"name": f"Benchmark task {number}", "project_id": project.id})

    visit(0), task(0)
    pairs = [
        (_timed(env, lambda number=number: visit(number)), _timed(env, lambda number=number: task(number)))
        for number in range(visits)
    ]
    ours, theirs = (median(values) * 1000 for values in zip(*pairs, strict=True))
    detail = f"{ours:.1f} ms a visit, {theirs:.1f} ms a task, one at a time, {visits} of each"
    return [("visit with three services and two materials / project task", ours / theirs, LIMIT, detail)]

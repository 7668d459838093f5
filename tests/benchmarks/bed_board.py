"""The bed board of 1,000 beds and 90 days in at most 6 queries and 200 KB.

Read as house staff, with the names that they see on the bars, with a cold cache as a request finds it, and written down as
Odoo sends it. The bed of a hostel is held 2.5 times in 90 days here: by who left, who is in and who has reserved.
"""

import json
import time
from datetime import date, timedelta
from statistics import median

from odoo.fields import Command
from odoo.tests.common import new_test_user

BEDS, DAYS = 1000, 90
BEDS_A_HOUSE = 40
QUERIES, KILOBYTES = 6, 200
NAMES = ("Novák", "Svobodová", "Kowalczyk", "Wiśniewska", "Zupančič", "Yılmaz", "Dvořáková", "Horvat")


def _build(env, number):
    """Return (house worker, number of stays) of houses with so many beds, each held again and again."""
    company = env.company
    worker = new_test_user(
        env, login="bench_board", groups="recovery_care.group_house", company_id=company.id,
        company_ids=[Command.set(company.ids)],
    )
    employee = env["hr.employee"].create({"name": worker.name, "user_id": worker.id, "company_id": company.id})
    program = env["recovery.program"].create({
        "name": "Benchmark housing", "code": "BENCHB", "modality": "residential",
        "employee_ids": [Command.set(employee.ids)],
    })
    opened = date.today() - timedelta(days=400)
    houses = env["recovery.house"].create([
        {
            "name": f"Benchmark house {place}", "code": f"BB{place}", "program_id": program.id, "date_open": opened,
            "kind": "hostel",
        }
        for place in range(-(-number // BEDS_A_HOUSE))
    ])
    rooms = env["recovery.room"].create([
        {"name": f"Room {place + 1}", "house_id": houses[place * 2 // BEDS_A_HOUSE].id} for place in range(-(-number // 2))
    ])
    beds = env["recovery.bed"].create([
        {"name": f"bed {'AB'[place % 2]}", "room_id": rooms[place // 2].id} for place in range(number)
    ])
    return worker, _hold(env, beds, program)


def _hold(env, beds, program):
    """Give every bed its stays: 36 nights each, a third of the beds turned over a fortnight later than their neighbours."""
    stays, today = [], date.today()
    for place, bed in enumerate(beds):
        begins = today - timedelta(days=40 + place % 3 * 14)
        for turn in range(2 + place % 2):
            start = begins + timedelta(days=turn * 38)
            stop = start + timedelta(days=36)
            ended = {"exit_reason": "completed", "exit_destination": "own_home"} if stop <= today else {}
            state = "out" if ended else "in" if start <= today else "reserved"
            stays.append({"bed_id": bed.id, "date_from": start, "date_to": stop, "state": state, **ended})
    clients = env["recovery.client"].create([
        {
            "first_name": "Demo", "last_name": NAMES[place % len(NAMES)], "identity": "identified",
            "intake_program_id": program.id,
        }
        for place in range(len(stays))
    ])
    env["recovery.stay"].create([
        {**values, "client_id": client.id} for values, client in zip(stays, clients, strict=True)
    ])
    return len(stays)


def run(env, beds=BEDS):
    """Return [(name, ratio, limit, detail)]: queries against 6, kilobytes against 200 for as many beds as were made.

    :param env: an environment that may be written to; the caller rolls back
    """
    beds = max(int(beds * env.context.get("bench_scale", 1.0)), 20)
    env = env(context={**env.context, "tracking_disable": True, "mail_create_nosubscribe": True})
    worker, stays = _build(env, beds)
    context = {"lang": "en_US", "tz": "Europe/Prague", "allowed_company_ids": env.company.ids}
    Board = env(user=worker.id, context=context)["recovery.bed.board"]
    start = (date.today() - timedelta(days=50)).isoformat()
    houses = env["recovery.house"].search([("code", "=like", "BB%"), ("company_id", "=", env.company.id)]).ids
    Board.get_board(start, DAYS, houses)
    counts, times = set(), []
    for _turn in range(5):
        env.flush_all()
        env.invalidate_all()
        before, begun = env.cr.sql_log_count, time.perf_counter()
        board = Board.get_board(start, DAYS, houses)
        times.append(time.perf_counter() - begun)
        counts.add(env.cr.sql_log_count - before)
    shown = sum(len(bed[-1]) // 5 for house in board["houses"] for bed in house[-1])
    size = len(json.dumps(board, ensure_ascii=False).encode()) / 1000
    detail = f"{beds} beds, {stays} stays, {shown} bars of {DAYS} days, {median(times) * 1000:.0f} ms"
    return [
        (f"queries of the bed board / {QUERIES}", max(counts) / QUERIES, 1.0, f"{max(counts)} queries; {detail}"),
        (f"kilobytes of the bed board / {KILOBYTES}", size / (KILOBYTES * beds / BEDS), 1.0, f"{size:.0f} KB; {detail}"),
    ]

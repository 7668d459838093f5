"""What the counter hands out leaves stock once, however many jobs run and wherever they are stopped.

The demonstration database with Odoo's stock, and so with the bridge. Jobs run in processes of their own, past the lock
of Odoo's scheduler: what holds is the database, not that lock.
"""
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import Json2
from race import held_up, outcome, query
from race_records import INSERTS_INTO

LEDGER = INSERTS_INTO.format("recovery_stock_entry")
BOOK = "env['recovery.stock.booking']._cron_book()\n"
SET_UP = """
import json
program = env.ref("recovery_care.demo_program_contact")
env["stock.warehouse"].create({"name": "Demo store", "code": "DEMO", "company_id": program.company_id.id})
env["recovery.stock.booking"]._fill_locations()
product = env["product.product"].with_company(program.company_id).create({
    "name": "Demo syringe of the race", "material_kind": "syringe", "is_storable": True, "standard_price": 0.25,
    "company_id": program.company_id.id,
})
env["stock.quant"]._update_available_quantity(product, program.stock_location_id, 1000)
client = env["recovery.client"].search([("intake_program_id", "=", program.id), ("restricted", "=", False)], limit=1)
print("STOCK " + json.dumps({
    "program": program.id, "product": product.id, "client": client.id, "place": program.stock_location_id.id,
    "staff": program.user_ids.mapped("login"),
}))
env.cr.commit()
"""


class Counter:
    """A worker at the counter of the demonstration's programme, and the job that follows."""

    def __init__(self, workspace, server):
        self.workspace, self.server, self.dsn, self.keys = workspace, server, server.dsn, 0
        output = workspace.odoo.shell(server.database, SET_UP, error="The stock could not be set up")
        self.facts = json.loads(re.search(r"STOCK (.*)", output)[1])
        login = next(login for login in ("outreach", "manager") if login in self.facts["staff"])
        self.api = Json2(server.base_url, server.database, server.api_keys()[login])
        self.book()

    def visit(self, issued, returned=0):
        self.keys += 1
        return self.api.call("recovery.front.desk", "save_visit", values={
            "key": f"stock-race-{self.keys:0>20}", "program_id": self.facts["program"], "client_id": self.facts["client"],
            "supplies": [{"product_id": self.facts["product"], "issued": issued, "returned": returned}],
        })["encounter_id"]

    def undo(self, encounter):
        self.api.call("recovery.front.desk", "undo_visit", encounter_id=encounter)

    def book(self):
        return self.workspace.odoo.shell(self.server.database, BOOK, error="The job ended badly")

    @property
    def shelf(self):
        return query(self.dsn, "SELECT SUM(quantity) FROM stock_quant WHERE product_id = %s AND location_id = %s",
                     self.facts["product"], self.facts["place"])[0][0]

    @property
    def booked(self):
        """Pieces in the ledger, and in the done moves that it names."""
        return query(self.dsn, """
            SELECT COALESCE(SUM(e.pieces), 0),
                   (SELECT COALESCE(SUM(CASE m.handout_kind WHEN 'issued' THEN m.quantity ELSE -m.quantity END), 0)
                      FROM stock_move m WHERE m.product_id = %s AND m.state = 'done' AND m.handout_kind IS NOT NULL)
              FROM recovery_stock_entry e WHERE e.product_id = %s AND e.kind = 'issued'
        """, self.facts["product"], self.facts["product"])[0]

    def cost(self, encounter):
        return query(self.dsn, "SELECT SUM(cost) FROM recovery_supply WHERE encounter_id = %s", encounter)[0][0]


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Each job is a process that loads Odoo first, which takes its time on a machine that does other things."""
    monkeypatch.setattr("race.PATIENCE", 180)


@pytest.fixture(scope="module")
def stocked(workspace):
    """The demonstration database with Odoo's stock."""
    databases = workspace.databases
    name = workspace.test_database("stock_source", databases.demo_template(workspace.console))
    with workspace.console.step("Odoo's stock") as step:
        databases.install(name, ["stock"], step)
    yield name
    databases.drop(name)


@pytest.fixture(scope="module")
def counter(workspace, new_server, stocked):
    return Counter(workspace, new_server("stock", stocked, "--max-cron-threads", "0"))


def test_the_bridge_comes_with_stock_and_not_without(workspace, stocked):
    assert {"recovery_care_stock", "product_expiry"} <= workspace.databases.installed(stocked)
    plain = workspace.databases.installed(workspace.databases.demo_template(workspace.console))
    assert not {"recovery_care_stock", "stock"} & plain


def test_two_jobs_at_once_book_once(counter):
    shelf, before = counter.shelf, counter.booked
    visits = [counter.visit(10), counter.visit(7)]
    with held_up(counter.dsn, [counter.book, counter.book], LEDGER) as running:
        pass
    assert not [error for error in map(outcome, running) if isinstance(error, Exception)]
    assert counter.shelf == shelf - 17
    assert [now - then for now, then in zip(counter.booked, before, strict=True)] == [17, 17]
    # Odoo's stock valuation is there, because accounting is: its value of the move is the cost.
    assert [float(counter.cost(visit)) for visit in visits] == [2.5, 1.75]
    counter.book()
    assert counter.shelf == shelf - 17


def test_the_counter_does_not_wait_for_the_job(counter):
    """A visit is saved and another undone while the job is stuck; the job sorts it out afterwards."""
    shelf = counter.shelf
    kept, undone = counter.visit(4), counter.visit(20)
    with held_up(counter.dsn, [counter.book], LEDGER), ThreadPoolExecutor(1) as worker:
        worker.submit(counter.undo, undone).result(10)
        worker.submit(counter.visit, 3).result(10)
    counter.book()
    counter.book()
    assert counter.shelf == shelf - 4 - 3
    assert (float(counter.cost(kept)), float(counter.cost(undone) or 0)) == (1.0, 0.0)


def test_a_job_killed_in_the_middle_leaves_nothing_half_done(counter):
    shelf, before = counter.shelf, counter.booked
    counter.visit(9)
    with held_up(counter.dsn, [counter.book], LEDGER) as [running]:
        query(counter.dsn, """
            SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
             WHERE c.relname = 'recovery_stock_entry' AND NOT l.granted
        """)
        assert isinstance(outcome(running), Exception)
    assert (counter.shelf, counter.booked) == (shelf, before)
    counter.book()
    assert counter.shelf == shelf - 9

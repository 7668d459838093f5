import importlib

from odoo.tests import tagged
from odoo.tools import SQL

from .client_merge_case import ClientMergeCase


def get_subclasses(cls):
    for found in cls.__subclasses__():
        yield found
        yield from get_subclasses(found)


@tagged("post_install", "-at_install")
class TestClientMergeRestore(ClientMergeCase):

    def test_every_reference_in_the_registry_is_moved_and_restored(self):
        self.check_references()

    def test_every_add_on_whose_models_name_clients_has_the_same_test(self):
        """A new model in a new add-on cannot be forgotten."""
        modules = {self.env[ref.model]._fields[ref.field]._module for ref in self.get_references()}
        modules = {name for name in modules if name and name.startswith("recovery_")}
        for module in modules - {"recovery_care"}:
            importlib.import_module(f"odoo.addons.{module}.tests")
        covered = {case.module for case in get_subclasses(ClientMergeCase)}
        self.assertLessEqual(modules, covered)

    def test_two_full_files_with_every_kind_of_conflict(self):
        episodes = [self.new_episode(client, self.own) for client in (self.kept, self.gone)]
        for episode in episodes:
            self.rate_course(episode, [12.0, 15.5, 20.0])
            episode.message_post(body="Demo message")
            episode.team_ids = self.own.employee_ids[:2]
        encounter = self.new_encounter(self.own, [self.kept, self.gone])
        encounter.action_done()
        for client in (self.kept, self.gone):
            self.new_encounter(self.own, [client]).action_done()
            client.message_subscribe(self.manager.partner_id.ids)
            client.activity_schedule("mail.mail_activity_data_todo", user_id=self.manager.id, summary="Demo")
            self.env["recovery.substance.use"].create({
                "client_id": client.id, "substance_id": self.env.ref("recovery_care.substance_11").id, "is_primary": True,
            })
            self.env["recovery.relation"].create({"client_id": client.id, "related_client_id": self.client.id})
        self.gone.write({"phone": "601000099", "birthdate": "1985-03-02", "email": "demo@example.com"})
        merge = self.check_merge_and_undo()
        self.assertEqual(merge.sudo().counts["joined"], {"recovery.episode": 1})

    def test_a_restricted_person_is_restored_too(self):
        self.new_episode(self.gone, self.own)
        self.new_encounter(self.own, [self.gone])
        self.gone.write({"restricted": True, "restricted_user_ids": [(6, 0, self.manager.ids)]})
        self.check_merge_and_undo()

    def test_the_number_of_queries_does_not_grow_with_the_file(self):
        """3,000 services take about as many statements as 30."""
        queries = []
        for number in (30, 3000):
            kept, gone = (self.new_client(self.own, nickname=self.serial()) for _side in range(2))
            episode = self.new_episode(gone, self.own)
            self._add_services(gone, episode, number)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            merge = self.merge(kept=kept, gone=gone)
            self.undo(merge)
            queries.append(self.cr.sql_log_count - start)
            self.assertEqual(gone.delivery_ids.__len__(), number)
        self.assertLess(queries[1], queries[0] * 1.5, queries)

    def _add_services(self, client, episode, number):
        """Insert encounters with one service each, as rows: making them is not what is measured."""
        self.cr.execute(SQL(
            """
            WITH encounter AS (
                INSERT INTO recovery_encounter (
                    program_id, company_id, date_start, date_stop, date, minutes, place, state, restricted_only)
                SELECT %(program)s, %(company)s, ts, ts + interval '1 hour', ts::date, 60, 'centre', 'done', false
                  FROM (SELECT timestamp '2026-01-01 08:00' - n * interval '1 hour' AS ts
                          FROM generate_series(1, %(number)s) n) t
             RETURNING id, program_id, company_id, date
            )
            INSERT INTO recovery_delivery (
                encounter_id, client_id, episode_id, service_id, program_id, company_id, date, minutes, quantity,
                headcount, state)
            SELECT id, %(client)s, %(episode)s, %(service)s, program_id, company_id, date, 60, 1, 0, 'done' FROM encounter
            """,
            program=self.own.id, company=self.company.id, number=number, client=client.id, episode=episode.id,
            service=self.talk.id,
        ))
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestClientMergeKinds(ClientMergeCase):
    """Kinds of references that no model has yet, made as fields of a contact."""

    def test_lists_references_and_values_of_a_company_are_moved_and_restored(self):
        Fields = self.env["ir.model.fields"]
        partner_model = self.env["ir.model"]._get("res.partner")
        client = {"model_id": partner_model.id, "relation": "recovery.client", "state": "manual"}
        Fields.create([
            {**client, "name": "x_many", "field_description": "Demo clients", "ttype": "many2many"},
            {
                **client, "name": "x_company", "field_description": "Demo client of the company", "ttype": "many2one",
                "company_dependent": True,
            },
            {
                "model_id": partner_model.id, "name": "x_ref", "field_description": "Demo reference", "ttype": "reference",
                "state": "manual", "selection_ids": [(0, 0, {"value": "recovery.client", "name": "Client"})],
            },
        ])
        both, one = self.env["res.partner"].create([
            {
                "name": "Demo both", "x_many": [(6, 0, (self.kept | self.gone).ids)], "x_company": self.gone.id,
                "x_ref": f"recovery.client,{self.gone.id}",
            },
            {"name": "Demo one", "x_many": [(6, 0, self.gone.ids)], "x_company": self.kept.id},
        ])
        both.with_company(self.partner_company).x_company = self.kept
        kinds = {
            ref.field: ref.kind for ref in self.get_references()
            if ref.model == "res.partner" and ref.field.startswith("x_")
        }
        self.assertEqual(kinds, {"x_many": "many2many", "x_company": "company", "x_ref": "reference"})
        rows = self.get_rows()
        merge = self.merge()
        self.assertEqual((both.x_many, one.x_many, both.x_company, both.x_ref), (self.kept, self.kept, self.kept, self.kept))
        self.assertEqual(both.with_company(self.partner_company).x_company, self.kept)
        self.undo(merge)
        self.assertRowsEqual(rows)
        self.assertEqual((both.x_many, both.x_company, both.x_ref), (self.kept | self.gone, self.gone, self.gone))

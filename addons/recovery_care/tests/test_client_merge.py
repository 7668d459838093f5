from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .client_merge_case import ClientMergeCase


@tagged("post_install", "-at_install")
class TestClientMerge(ClientMergeCase):

    def test_everything_is_in_one_file_afterwards(self):
        episode = self.new_episode(self.gone, self.own)
        self.rate_course(episode, [12.0, 20.0])
        encounter = self.new_encounter(self.own, [self.gone])
        encounter.action_done()
        merge = self.merge()
        self.assertEqual(self.kept.episode_ids, episode)
        self.assertEqual(len(self.kept.ors_ids), 2)
        self.assertEqual(encounter.client_ids, self.kept)
        self.assertEqual((self.gone.active, self.gone.merged_into_id), (False, self.kept))
        self.assertEqual((merge.user_id, merge.state, merge.reason), (self.manager, "merged", "Demo: the same person"))
        self.assertIn("Episode: 1", merge.counts_text)
        self.assertFalse(encounter.amendment_ids)

    def test_code_of_the_merged_client_finds_the_kept_one(self):
        code = self.gone.code
        self.merge()
        Client = self.env["recovery.client"].with_user(self.outreach)
        for operator in ("ilike", "="):
            self.assertEqual([row[0] for row in Client.name_search(code, operator=operator)], self.kept.ids)
        self.assertEqual(Client.search([("display_name", "ilike", code)]), self.kept)
        self.assertNotIn(self.kept, Client.search([("display_name", "not ilike", self.kept.code)]))

    def test_whoever_gives_the_code_of_the_merged_client_is_known(self):
        code = self.gone.code
        self.merge()
        found = self.env["recovery.client"].with_user(self.outreach).build_code({"code": code}, self.own.id)
        self.assertEqual([(row["id"], row["active"]) for row in found["collisions"]], [(self.kept.id, True)])
        self.assertFalse(found["is_free"])

    def test_the_front_desk_finds_the_kept_client_by_the_code_of_the_merged_one(self):
        code = self.gone.code
        self.merge()
        Client = self.env["recovery.client"].with_user(self.outreach)
        self.assertEqual(Client.search([("display_name", "ilike", code[:-1])]) & (self.kept | self.gone), self.kept)

    def test_code_leads_on_where_the_kept_client_is_merged_too(self):
        code, last = self.gone.code, self.new_client(self.own, first_name="Last")
        self.merge()
        self.merge(kept=last, gone=self.kept)
        self.assertEqual(self.gone.merged_into_id, last)
        self.assertEqual([row[0] for row in self.env["recovery.client"].name_search(code)], last.ids)

    def test_what_a_device_still_sends_for_the_merged_client_goes_to_the_kept_one(self):
        self.merge()
        Note = self.env["recovery.note"].with_user(self.counsellor)
        note = Note.create({"client_id": self.gone.id, "body": "Demo", "program_id": self.own.id})
        self.assertEqual(note.client_id, self.kept)
        encounter = self.new_encounter(self.own, [self.client])
        delivery = self.env["recovery.delivery"].create({
            "encounter_id": encounter.id, "client_id": self.gone.id, "service_id": self.group_work.id,
        })
        self.assertEqual(delivery.client_id, self.kept)

    def test_staff_of_the_merged_client_keep_seeing_the_person(self):
        """Street workers have no episodes: the programme of the first contact counts."""
        self.gone.intake_program_id = self.other
        self.assertFalse(self.kept.with_user(self.stranger).has_access("read"))
        merge = self.merge(user=self.privacy)
        self.env.flush_all()
        self.assertTrue(self.kept.with_user(self.stranger).has_access("read"))
        self.undo(merge)
        self.assertFalse(self.kept.with_user(self.stranger).has_access("read"))

    def test_merged_client_is_no_duplicate_any_more(self):
        self.gone.write({"phone": "601000077", "is_distinct": False})
        self.kept.phone = "601000077"
        self.assertEqual(self.kept.duplicate_ids, self.gone)
        self.assertIn(self.kept, self.env["recovery.client"].search([("duplicate_ids", "!=", False)]))
        self.merge()
        self.kept.invalidate_recordset(["duplicate_ids"])
        self.assertFalse(self.kept.duplicate_ids)
        self.assertNotIn(self.kept, self.env["recovery.client"].search([("duplicate_ids", "!=", False)]))
        found = self.env["recovery.client"].new({"phone": "601000077", "company_id": self.company.id}).duplicate_ids
        self.assertEqual(found._origin, self.kept)

    def test_merged_client_cannot_be_brought_back_but_by_undoing(self):
        self.merge()
        for refusal in self.refusals("recovery.client", "merged_archived", "Archived"):
            with refusal:
                self.gone.active = True

    def test_nobody_merges_by_writing_the_field(self):
        with self.assertRaises(AccessError):
            self.gone.with_user(self.manager).write({"merged_into_id": self.kept.id})
        with self.assertRaises(AccessError):
            self.env["recovery.client"].with_user(self.manager).create({
                "nickname": "Demo", "merged_into_id": self.kept.id, "intake_program_id": self.own.id,
            })

    def test_database_refuses_a_merge_with_oneself_and_a_second_one(self):
        values = {"reason": "Demo", "user_id": self.manager.id}
        Merge = self.env["recovery.client.merge"]
        for refusal in self.refusals("recovery.client.merge", "two_clients", "Merged client"):
            with refusal:
                Merge.create({**values, "kept_id": self.kept.id, "merged_id": self.kept.id})
        Merge.create({**values, "kept_id": self.kept.id, "merged_id": self.gone.id})
        for refusal in self.refusals("recovery.client.merge", "merged_once", "Merged client"):
            with refusal:
                Merge.create({**values, "kept_id": self.client.id, "merged_id": self.gone.id})

    # What is taken over

    def test_empty_fields_are_filled_and_the_kept_ones_win(self):
        self.kept.write({"email": "kept@example.com", "gender": "unknown"})
        self.gone.write({"email": "gone@example.com", "phone": "601000078", "birthdate": "1985-03-02", "gender": "female"})
        self.merge()
        self.assertEqual(self.kept.email, "kept@example.com")
        self.assertEqual((self.kept.phone, self.kept.phone_e164), ("601000078", "+420601000078"))
        self.assertEqual((str(self.kept.birthdate), self.kept.birth_year, self.kept.gender), ("1985-03-02", 1985, "female"))
        self.assertEqual((self.kept.first_name, self.kept.name_folded), ("Kept", "testova kept"))

    def test_chosen_fields_are_taken_over(self):
        self.gone.write({"email": "gone@example.com", "phone": "601000078"})
        merge = self.merge(take=["first_name", "email"])
        self.assertEqual((self.kept.first_name, self.kept.email, self.kept.phone), ("Gone", "gone@example.com", False))
        self.assertEqual(self.kept.name_folded, "testova gone")
        self.undo(merge)
        self.assertEqual((self.kept.first_name, self.kept.email, self.kept.name_folded), ("Kept", False, "testova kept"))

    def test_fields_that_say_who_it_is_for_us_cannot_be_taken(self):
        for name in ("code", "company_id", "restricted", "no_such_field", "name_folded"):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, name):
                self.merge(take=[name])

    def test_an_anonymous_file_takes_the_name_with_the_identity_or_neither(self):
        anonymous = self.new_client(self.own, identity="anonymous")
        with self.assertRaisesRegex(ValidationError, "anonymous"):
            self.merge(kept=anonymous, take=["first_name"])
        merge = self.merge(kept=anonymous)
        self.assertEqual((anonymous.identity, anonymous.first_name), ("identified", "Gone"))
        self.undo(merge)
        self.assertEqual((anonymous.identity, anonymous.first_name), ("anonymous", False))

    def test_portal_contact_belongs_to_one_file(self):
        self.gone.partner_id = self.env["res.partner"].create({"name": self.gone.code})
        partner = self.gone.partner_id
        merge = self.merge()
        self.assertEqual((self.kept.partner_id, self.gone.partner_id.id), (partner, False))
        self.undo(merge)
        self.assertEqual((self.kept.partner_id.id, self.gone.partner_id), (False, partner))

    # Conflicts

    def test_of_two_open_episodes_the_first_begun_continues_with_everything(self):
        first = self.new_episode(self.gone, self.own, state="active", date_start="2026-01-05")
        second = self.new_episode(self.kept, self.own, state="active", date_start="2026-03-05")
        self.rate_course(second, [12.0, 20.0])
        merge = self.merge()
        self.assertEqual((first.client_id, first.state), (self.kept, "active"))
        self.assertEqual((second.state, second.end_reason, second.date_end), ("closed", "merged", self.today))
        self.assertEqual((first.ors_count, first.ors_change, second.ors_count), (2, 8.0, 0))
        self.undo(merge)
        self.assertEqual((first.client_id, second.client_id, second.state), (self.gone, self.kept, "active"))
        self.assertEqual((first.ors_count, second.ors_count, second.ors_change), (0, 2, 8.0))

    def test_the_user_chooses_the_episode_that_continues(self):
        first = self.new_episode(self.gone, self.own, state="active", date_start="2026-01-05")
        second = self.new_episode(self.kept, self.own, state="active", date_start="2026-03-05")
        self.merge(continue_episode_ids=second.ids)
        self.assertEqual((first.state, second.state), ("closed", "active"))

    def test_the_same_service_in_the_same_encounter_counts_once(self):
        encounter = self.new_encounter(self.own, [self.kept, self.gone])
        encounter.action_done()
        merge = self.merge()
        self.assertEqual(sorted(encounter.delivery_ids.mapped("state")), ["cancelled", "done"])
        self.assertEqual(encounter.delivery_ids.client_id, self.kept)
        self.undo(merge)
        self.assertEqual(encounter.delivery_ids.mapped("state"), ["done", "done"])
        self.assertEqual(encounter.delivery_ids.client_id, self.kept | self.gone)

    def test_who_came_counts_before_who_did_not(self):
        encounter = self.new_encounter(self.own, [self.kept, self.gone])
        encounter.delivery_ids.filtered(lambda delivery: delivery.client_id == self.kept).action_no_show()
        encounter.action_done()
        self.merge()
        self.assertEqual(
            sorted((delivery.state, delivery.client_id.id) for delivery in encounter.delivery_ids),
            [("cancelled", self.kept.id), ("done", self.kept.id)],
        )

    def test_relatives_of_one_another_are_two_people(self):
        relation = self.env["recovery.relation"].create({"client_id": self.kept.id, "related_client_id": self.gone.id})
        with self.assertRaisesRegex(UserError, "Relation: .*own relative.*two people"):
            self.merge()
        with self.assertRaisesRegex(UserError, "two people"):
            self.merge(kept=self.gone, gone=self.kept)
        relation.unlink()
        self.new_episode(self.gone, self.own, role="relative", for_client_id=self.kept.id)
        with self.assertRaisesRegex(UserError, "Episode: .*own relative"):
            self.merge()

    def test_the_same_relation_and_substance_are_kept_once(self):
        alcohol, other = self.env["recovery.substance"].search([], limit=2)
        for client in (self.kept, self.gone):
            self.env["recovery.relation"].create({"client_id": client.id, "related_client_id": self.client.id})
            self.env["recovery.relation"].create({"client_id": self.client.id, "related_client_id": client.id})
        Use = self.env["recovery.substance.use"]
        Use.create([
            {"client_id": self.kept.id, "substance_id": alcohol.id, "is_primary": True, "frequency": "daily"},
            {"client_id": self.gone.id, "substance_id": alcohol.id, "frequency": "none"},
            {"client_id": self.gone.id, "substance_id": other.id, "is_primary": True},
        ])
        merge = self.check_merge_and_undo()
        self.assertEqual(merge.sudo().counts["aside"], {"recovery.relation": 2, "recovery.substance.use": 1})
        self.merge()
        self.assertEqual(len(self.kept.relation_ids), 1)
        self.assertEqual(len(self.client.relation_ids), 1)
        self.assertEqual(
            [(use.substance_id, use.is_primary, use.frequency) for use in self.kept.substance_use_ids],
            [(alcohol, True, "daily"), (other, False, False)],
        )

    # Who may

    def test_who_may_merge(self):
        for role, user in self.users.items():
            pair = [self.new_client(self.own, nickname=self.serial()) for _side in range(2)]
            with self.subTest(role=role):
                if role in ("manager", "privacy"):
                    merge = self.merge(user, *pair)
                    merge.action_undo()
                    self.assertEqual(merge.state, "undone")
                else:
                    with self.assertRaises(AccessError):
                        self.merge(user, *pair)
                    merge = self.merge(self.manager, *pair)
                    with self.assertRaises(AccessError):
                        merge.with_user(user).action_undo()

    def test_whom_one_does_not_see_one_does_not_merge(self):
        refusals = {self.client_other: AccessError, self.client_foreign: AccessError, self.client_restricted: MissingError}
        for other, refusal in refusals.items():
            for pair in ((self.kept, other), (other, self.kept)):
                with self.subTest(code=other.code), self.assertRaises(refusal):
                    self.merge(self.manager, *pair)

    def test_clients_of_two_companies(self):
        self.privacy.company_ids |= self.partner_company
        Merge = self.env["recovery.client.merge"].with_user(self.privacy).with_context(
            allowed_company_ids=(self.company | self.partner_company).ids,
        )
        with self.assertRaisesRegex(UserError, "different companies"):
            Merge.merge(self.kept.id, self.client_foreign.id, "Demo")

    def test_nobody_learns_of_a_restricted_person_by_merging(self):
        both, alone = self.manager | self.counsellor, self.manager
        self.new_episode(self.kept, self.own)
        self.gone.write({"restricted": True, "restricted_user_ids": [Command.set(both.ids)]})
        merge = self.merge()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.kept.restricted and self.gone.restricted)
        self.assertEqual(self.kept.restricted_user_ids, both)
        for record in (self.kept, merge):
            self.assertFalse(record.with_user(self.privacy).search([("id", "=", record.id)]))
        self.undo(merge)
        self.assertFalse(self.kept.restricted)
        self.kept.write({"restricted": True, "restricted_user_ids": [Command.set(alone.ids)]})
        self.merge()
        self.assertEqual(self.kept.restricted_user_ids, alone)

    def test_reason_and_two_living_files_are_needed(self):
        with self.assertRaisesRegex(ValidationError, "Reason"):
            self.merge(reason=" ")
        with self.assertRaisesRegex(ValidationError, "itself"):
            self.merge(gone=self.kept)
        self.kept.active = False
        with self.assertRaisesRegex(UserError, "archived"):
            self.merge()
        self.kept.active = True
        self.merge()
        with self.assertRaisesRegex(UserError, f"was merged into {self.kept.code}"):
            self.merge(kept=self.client)
        with self.assertRaisesRegex(UserError, "already"):
            self.merge(kept=self.gone, gone=self.client)

    def test_corrections_stay_readable_for_who_sees_the_kept_client(self):
        self.gone.intake_program_id = self.other
        self.new_episode(self.gone, self.own)
        encounter = self.new_encounter(self.own, [self.gone])
        encounter.action_done()
        encounter.amend("Wrong minutes")
        encounter.delivery_ids.minutes = 35
        self.merge()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn("35", encounter.amendment_ids.with_user(self.counsellor).changes_text)

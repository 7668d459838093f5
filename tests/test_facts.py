"""Facts are not deleted: neither by those who made them nor by the administrator."""
import pytest
from conftest import Json2Error
from race_records import rating


def test_facts_are_not_deleted_by_anybody(counsellor, manager, json2, client, episode, encounter):
    counsellor.call("recovery.encounter", "action_done", ids=[encounter])
    [ors] = counsellor.call("recovery.ors", "create", vals_list=[rating(client, 20.0, episode_id=episode)])
    [note] = counsellor.call("recovery.note", "create", vals_list=[{"client_id": client, "body": "A talk."}])
    deliveries = counsellor.call("recovery.delivery", "search", domain=[["encounter_id", "=", encounter]])
    facts = [("recovery.encounter", [encounter]), ("recovery.delivery", deliveries), ("recovery.ors", [ors]),
             ("recovery.note", [note]), ("recovery.episode", [episode]), ("recovery.client", [client])]
    for api in (counsellor, manager, json2("administrator"), json2("admin")):
        for model, ids in facts:
            with pytest.raises(Json2Error) as caught:
                api.call(model, "unlink", ids=ids)
            assert caught.value.status in (403, 404, 422), (model, caught.value)
    for model, ids in facts:
        assert counsellor.call(model, "search_count", domain=[["id", "in", ids]]) == len(ids)


def test_a_planned_slip_can_go(counsellor, encounter):
    assert counsellor.call("recovery.encounter", "unlink", ids=[encounter]) is True

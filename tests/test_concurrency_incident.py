"""An incident that two people see to at the same moment: who finishes a step first, and whether it can be closed."""
from datetime import date, timedelta
from itertools import count

import pytest
from race import meet, own_session, query, split
from race_records import refused

STEP_ROW = "SELECT FROM recovery_house_incident_step WHERE id = %s FOR UPDATE"
INCIDENT_ROW = "SELECT FROM recovery_house_incident WHERE id = %s FOR UPDATE"
numbers = count(1)


@pytest.fixture
def incident(manager, program):
    [house] = manager.call("recovery.house", "create", vals_list=[{
        "name": "Demo follow-up", "code": f"STEPS{next(numbers)}", "program_id": program, "kind": "community",
        "date_open": "2026-01-01",
    }])
    # The lightest level: nobody has to be told of it.
    [level] = manager.call("recovery.house.incident.level", "search", domain=[["level", "=", 1]])
    [found] = manager.call(
        "recovery.house.incident", "create", vals_list=[{"house_id": house, "kind": "damage", "level_id": level}],
    )
    return found


def new_step(api, incident, **values):
    [step] = api.call("recovery.house.incident.step", "create", vals_list=[{"incident_id": incident, **values}])
    return step


def test_two_people_finish_one_step_and_the_first_stays(dsn, manager, incident):
    step = new_step(manager, incident, deadline=(date.today() + timedelta(days=3)).isoformat())
    sessions = {"First": manager, "Second": own_session(manager)}
    outcomes = meet(dsn, [
        lambda api=api, words=words: api.call("recovery.house.incident.step", "action_done", ids=[step], result=words)
        for words, api in sessions.items()
    ], STEP_ROW, step)
    assert split(outcomes)[1] == []
    [(state, result, open_to_dos)] = query(dsn, """
        SELECT s.state, s.result, (SELECT COUNT(*) FROM mail_activity a WHERE a.id = s.activity_id AND a.active)
          FROM recovery_house_incident_step s WHERE s.id = %s
    """, step)
    assert (state, open_to_dos) == ("done", 0)
    assert result in sessions
    # Said once in the history of the incident too.
    assert query(dsn, """
        SELECT COUNT(*) FROM mail_message WHERE model = 'recovery.house.incident' AND res_id = %s
           AND mail_activity_type_id IS NOT NULL
    """, incident) == [(1,)]


def test_of_one_who_closes_and_one_who_plans_a_step_one_is_refused(dsn, manager, incident):
    other = own_session(manager)
    manager.call("recovery.house.incident", "action_follow_up", ids=[incident])
    outcomes = meet(dsn, [
        lambda: manager.call("recovery.house.incident", "action_close", ids=[incident]),
        lambda: new_step(other, incident),
    ], INCIDENT_ROW, incident)
    errors = split(outcomes)[1]
    assert len(errors) == 1
    assert refused(errors[0], "Follow-up: ")
    [(state, planned)] = query(dsn, """
        SELECT i.state, COUNT(s.id) FROM recovery_house_incident i
          LEFT JOIN recovery_house_incident_step s ON s.incident_id = i.id AND s.state = 'planned'
         WHERE i.id = %s GROUP BY i.state
    """, incident)
    assert (state, planned) in (("closed", 0), ("followed_up", 1))

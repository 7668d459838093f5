"""To-dos that come by themselves come once, however often the work is run.

Everything goes through the running server with real commits; what the users were told is
compared with what the tables hold.
"""
from datetime import date, timedelta

import pytest
from conftest import Json2Error
from race import held_up, own_session, query
from race_records import INSERTS_INTO, new_episode, run_cron


@pytest.fixture
def overdue(counsellor, client, program):
    """An episode whose keyworker should have seen the client long ago."""
    [worker] = counsellor.call("hr.employee", "search", domain=[["work_email", "=", "counsellor@crossroads.example"]])
    start = (date.today() - timedelta(days=60)).isoformat()
    return new_episode(counsellor, client, program, date_start=start, keyworker_id=worker)


def contact_activities(dsn):
    return query(dsn, """
        SELECT a.res_id, a.user_id, a.date_deadline, COUNT(*)
          FROM mail_activity a
         WHERE a.res_model = 'recovery.episode' AND a.activity_type_id = (
               SELECT res_id FROM ir_model_data WHERE module = 'recovery_care' AND name = 'activity_contact_due')
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """)


def test_the_cron_of_contacts_run_twice_does_its_work_once(dsn, json2, overdue):
    administrator = own_session(json2("admin"))
    run_cron(administrator, dsn, "recovery_care.cron_contacts")
    once = contact_activities(dsn)
    assert [row[3] for row in once if row[0] == overdue] == [1], "The overdue episode has no to-do."
    run_cron(administrator, dsn, "recovery_care.cron_contacts")
    assert contact_activities(dsn) == once


def test_a_second_run_of_the_cron_of_contacts_meanwhile_does_its_work_once(dsn, json2, overdue):
    first, second = (own_session(json2("admin")) for _turn in range(2))
    with held_up(
        dsn, [lambda: run_cron(first, dsn, "recovery_care.cron_contacts")], INSERTS_INTO.format("mail_activity"),
    ) as [running]:
        with pytest.raises(Json2Error, match="already executing"):
            run_cron(second, dsn, "recovery_care.cron_contacts")
    assert running.exception() is None
    assert [row[3] for row in contact_activities(dsn) if row[0] == overdue] == [1]

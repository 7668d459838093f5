"""Records of the care add-on that callers fight over, and what a refusal looks like to them."""
from datetime import date, datetime
from itertools import count

import pytz
from conftest import Json2Error
from probes import moment
from race import query

INSERTS_INTO = "LOCK TABLE {} IN SHARE MODE"
numbers = count(1)


def get_today():
    """Return the day by the clock of those whose sessions race; at night it is ahead of that of the machine."""
    return datetime.now(pytz.timezone("Europe/Prague")).date()


def refused(error, words):
    """A friendly refusal: the server says what is wrong, in words, as a validation and not as a crash."""
    assert isinstance(error, Json2Error), error
    assert error.status == 422, error
    assert words in error.message
    return True


def new_client(api, program):
    [client] = api.call("recovery.client", "create", vals_list=[{
        "identity": "pseudonymous", "nickname": f"Demo Race {next(numbers)}", "intake_program_id": program,
    }])
    return client


def new_episode(api, client, program, **values):
    [episode] = api.call("recovery.episode", "create", vals_list=[{
        "client_id": client, "program_id": program, "state": "active", "date_start": "2026-01-05", **values,
    }])
    return episode


def new_encounter(api, client, program, service, **values):
    [encounter] = api.call("recovery.encounter", "create", vals_list=[{
        "program_id": program, "date_start": moment(days=2), "minutes": 50,
        "delivery_ids": [[0, 0, {"client_id": client, "service_id": service, "minutes": 50}]], **values,
    }])
    return encounter


def rating(client, total, **values):
    quarter = total / 4
    return {"client_id": client, "date": date.today().isoformat(), "individual": quarter, "interpersonal": quarter,
            "social": quarter, "overall": quarter, **values}


def run_cron(api, dsn, name):
    [(cron,)] = query(dsn, "SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND module || '.' || name = %s", name)
    return api.call("ir.cron", "method_direct_trigger", ids=[cron])

"""Two workers of one programme with sessions of their own, and a client with an episode and a planned encounter."""
import pytest
from race import own_session
from race_records import new_client, new_encounter, new_episode


@pytest.fixture(scope="session")
def counsellor(json2):
    return own_session(json2("counsellor"))


@pytest.fixture(scope="session")
def manager(json2):
    return own_session(json2("manager"))


@pytest.fixture(scope="session")
def finance(json2):
    return own_session(json2("finance"))


@pytest.fixture(scope="session")
def program(counsellor):
    """A programme in which both work."""
    [found] = counsellor.call("recovery.program", "search", domain=[["code", "=", "CENTRE"]])
    return found


@pytest.fixture(scope="session")
def service(counsellor):
    [found] = counsellor.call("recovery.service", "search", domain=[["code", "=", "IND"]])
    return found


@pytest.fixture
def client(counsellor, program):
    return new_client(counsellor, program)


@pytest.fixture
def episode(counsellor, client, program):
    return new_episode(counsellor, client, program)


@pytest.fixture
def encounter(counsellor, client, episode, program, service):
    return new_encounter(counsellor, client, program, service)

"""What the server tests share: a running server on a copy of the demonstration database, and clients for it.

    base_url       http://127.0.0.1:PORT of the server
    db_name        its database; a copy that goes with the test run, so a test may change it
    admin_login    ("admin", "admin")
    dsn            a connection string for psycopg2 to that database (the role owns it: no access rule applies)
    xmlrpc         xmlrpc("finance").call("recovery.client", "search_count", [])
    json2          json2("finance").call("recovery.client", "search_count", domain=[])
    web_session    web_session("manager") -> a logged-in requests session, for controllers and pages
    new_server     new_server("restore") -> a server of its own on another copy, for tests that break things
    launcher       the launcher as a module

Nothing is started until a test asks for it. `./recovery test server` runs all, `server:test_x` one file.
"""
import functools
import importlib.machinery
import importlib.util
import sys
from pathlib import Path
from xmlrpc.client import ServerProxy

import pytest
import requests

ROOT = Path(__file__).resolve().parent.parent

# Fixtures of more than one file, by subject.
pytest_plugins = ["access_fixtures", "race_fixtures"]
# Odoo runs the tests of an add-on, the launcher the benchmarks.
collect_ignore = ["addons", "benchmarks"]


def load_launcher():
    """Import the launcher, which has no suffix that Python would know."""
    if "recovery_launcher" not in sys.modules:
        loader = importlib.machinery.SourceFileLoader("recovery_launcher", str(ROOT / "recovery"))
        spec = importlib.util.spec_from_loader("recovery_launcher", loader)
        module = importlib.util.module_from_spec(spec)
        sys.modules["recovery_launcher"] = module
        loader.exec_module(module)
    return sys.modules["recovery_launcher"]


class XmlRpc:
    """XML-RPC as one user, the way an external program would use it."""

    def __init__(self, base_url, database, login, password):
        self.database, self.password = database, password
        common = ServerProxy(f"{base_url}/xmlrpc/2/common")
        self.uid = common.authenticate(database, login, password, {})
        assert self.uid, f"{login} cannot log in"
        self.models = ServerProxy(f"{base_url}/xmlrpc/2/object", allow_none=True)

    def call(self, model, method, *args, **kwargs):
        """Call a method; an error of the server is raised as xmlrpc.client.Fault."""
        return self.models.execute_kw(self.database, self.uid, self.password, model, method, list(args), kwargs)


def xmlrpc_logins(server, prefix=""):
    """Return a function from the rest of a login to its client, made once: a password takes long to check."""

    @functools.cache
    def client(rest):
        login = f"{prefix}{rest}"
        return XmlRpc(server.base_url, server.database, login, login)

    return client


class Json2Error(Exception):
    """An answer of the JSON-2 interface other than 200."""

    def __init__(self, answer):
        self.status = answer.status_code
        try:
            content = answer.json()
            self.name, self.message = content.get("name", ""), content.get("message", "")
        except ValueError:
            self.name, self.message = "", answer.text
        super().__init__(f"{self.status} {self.name}: {self.message}")


class Json2:
    """The JSON-2 interface as one user, by API key."""

    def __init__(self, base_url, database, key):
        self.base_url, self.database = base_url, database
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update({"Authorization": f"bearer {key}", "X-Odoo-Database": database})

    def call(self, model, method, ids=None, **arguments):
        """Call a method with named arguments; `ids` are the records it is called on."""
        body = {**({"ids": ids} if ids is not None else {}), **arguments}
        answer = self.session.post(f"{self.base_url}/json/2/{model}/{method}", json=body, timeout=120)
        if answer.status_code != 200:
            raise Json2Error(answer)
        return answer.json()


class WebSession(requests.Session):
    """A browser's session without a browser: logged in by the form, paths relative to the server."""

    def __init__(self, base_url, login, password):
        super().__init__()
        self.trust_env, self.base_url = False, base_url
        page = self.get("/web/login").text
        token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
        answer = self.post("/web/login", data={"login": login, "password": password, "csrf_token": token})
        assert "/web/login" not in answer.url, f"{login} cannot log in"

    def request(self, method, url, **options):
        options.setdefault("timeout", 120)
        return super().request(method, url if "://" in url else self.base_url + url, **options)

    def call_kw(self, model, method, *args, **kwargs):
        """Call a method as the web client does; returns the whole JSON-RPC answer, errors included."""
        return self.post(f"/web/dataset/call_kw/{model}/{method}", json={
            "jsonrpc": "2.0", "method": "call",
            "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
        }).json()


@pytest.fixture(scope="session")
def launcher():
    return load_launcher()


@pytest.fixture(scope="session")
def workspace(launcher):
    """The launcher's pieces, ready: Python packages, Odoo, PostgreSQL."""
    with launcher.Workspace() as work:
        work.prepare("requirements-test.txt")
        yield work


@pytest.fixture(scope="session")
def new_server(workspace, launcher):
    """Make further servers, each on its own copy of a database; all are removed at the end."""
    servers = []

    def make(name, source=None, *words):
        servers.append(launcher.TestServer(workspace, name, source))
        return servers[-1].start(*words)

    yield make
    for server in servers:
        server.remove()


@pytest.fixture(scope="session")
def server(new_server):
    """The server that most tests share. Jobs run when a test runs them, not in the middle of another."""
    return new_server("server", None, "--max-cron-threads", "0")


@pytest.fixture(scope="session")
def base_url(server):
    return server.base_url


@pytest.fixture(scope="session")
def db_name(server):
    return server.database


@pytest.fixture(scope="session")
def admin_login():
    return "admin", "admin"


@pytest.fixture(scope="session")
def dsn(server):
    return server.dsn


@pytest.fixture(scope="session")
def xmlrpc(server):
    """A client for a demonstration login, whose password is the same word."""
    return xmlrpc_logins(server)


@pytest.fixture(scope="session")
def json2(server):
    clients = {}

    def client(login):
        if login not in clients:
            clients[login] = Json2(server.base_url, server.database, server.api_keys()[login])
        return clients[login]

    return client


@pytest.fixture(scope="session")
def web_session(server):
    return functools.cache(lambda login: WebSession(server.base_url, login, login))

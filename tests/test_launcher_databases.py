"""Databases and the database server: half-made, copied, killed, shared."""
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest


class TestDatabases:
    """On the running server of databases, with small databases."""

    @pytest.fixture
    def databases(self, workspace):
        yield workspace.databases
        for name in workspace.databases.names():
            if name.startswith(f"recovery_test_{os.getpid()}_small_"):
                workspace.databases.drop(name)

    @pytest.fixture
    def template(self, launcher, workspace):
        """The template that the demonstration database was made from."""
        return workspace.databases.template(workspace.console, launcher.foreign_depends(launcher.main_addons()))

    def test_half_made_database_is_thrown_away(self, databases, template, workspace, monkeypatch):
        """A run that is killed while it builds leaves NAME_new; NAME appears only when it is complete."""
        name = f"recovery_test_{os.getpid()}_small_half"
        databases.copy(template, f"{name}_new")
        workspace.postgres.query(f"{name}_new", "DROP TABLE res_users CASCADE")
        monkeypatch.setattr(databases.odoo, "shell", lambda *words, **options: "")
        monkeypatch.setattr(databases, "install_own", lambda *words, **options: None)
        monkeypatch.setattr(databases, "template", lambda console, modules: template)
        assert databases.note(name) is None
        databases.make(workspace.console, name, demo=False)
        assert databases.note(name)["demo"] is False
        assert f"{name}_new" not in databases.names()
        assert workspace.postgres.query(name, "SELECT count(*) FROM res_users")[0][0]

    def test_copy_brings_files_and_drop_takes_them(self, databases, workspace):
        source, target = (f"recovery_test_{os.getpid()}_small_{end}" for end in ("one", "two"))
        workspace.postgres.query("postgres", f'CREATE DATABASE "{source}"')
        files = databases._files(source) / "ab"
        files.mkdir(parents=True)
        (files / "abcd").write_text("content")
        databases.copy(source, target)
        assert (databases._files(target) / "ab" / "abcd").read_text() == "content"
        databases.drop(source)
        assert (databases._files(target) / "ab" / "abcd").read_text() == "content"
        databases.drop(target)
        assert not databases._files(target).exists()

    def test_databases_of_dead_test_runs_are_removed_and_those_of_live_ones_kept(self, databases, workspace):
        child = subprocess.Popen([sys.executable, "-c", "pass"])
        child.wait()
        dead, alive = f"recovery_test_{child.pid}_x", f"recovery_test_{os.getppid()}_launcher_check"
        for name in (dead, alive):
            workspace.postgres.query("postgres", f'CREATE DATABASE "{name}"')
        try:
            databases.drop_leftovers()
            assert dead not in databases.names()
            assert alive in databases.names()
        finally:
            databases.drop(alive)

    def test_upgrade_happens_when_an_add_on_changed_and_only_then(
            self, databases, template, launcher, workspace, monkeypatch):
        name = f"recovery_test_{os.getpid()}_small_upgrade"
        databases.copy(template, name)
        asked = []
        monkeypatch.setattr(databases, "install_own", lambda *words, **options: asked.append(options))
        care = launcher.own_addons()[0]
        monkeypatch.setattr(launcher, "own_addons", lambda: [care])
        assert databases.bring_up_to_date(workspace.console, name) is True
        assert [addon.name for addon in asked[0]["addons"]] == [care.name]
        assert databases.bring_up_to_date(workspace.console, name) is False
        assert len(asked) == 1

    def test_sql_keeps_odd_names_apart(self, databases, workspace):
        name = f"recovery_test_{os.getpid()}_small_note"
        workspace.postgres.query("postgres", f'CREATE DATABASE "{name}"')
        databases.write_note(name, {"text": "it's \"quoted\" 100 %"})
        assert databases.note(name) == {"text": "it's \"quoted\" 100 %"}


class TestPostgres:
    def test_pid_files_of_a_killed_server_do_not_stop_the_next(self, launcher, workspace, tmp_path):
        """The number in them may belong to another program by now."""
        server = launcher.Postgres(launcher.State(tmp_path), workspace.venv)
        server.home, server.socket = tmp_path, tmp_path / "run"
        left = tmp_path / "data" / "postmaster.pid", tmp_path / "run" / ".s.PGSQL.5432.lock"
        for path in left:
            path.parent.mkdir()
            path.write_text(f"{os.getpid()}\n{tmp_path}\n")
        server._forget_dead_server()
        assert not any(path.exists() for path in left)

    def test_server_outlives_one_user_and_ends_with_the_last(self, launcher, workspace, tmp_path):
        """Killed without a chance to clean up, then started again on the same folder."""
        state = launcher.State(tmp_path)
        first, second = (launcher.Postgres(state, workspace.venv) for _ in range(2))
        for server in (first, second):
            server.external = False
        first.ensure(launcher.Console())
        second.ensure(launcher.Console())
        first.release()
        assert second.query("postgres", "SELECT 1") == [[1]]
        pid = int((second.home / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while launcher.process_is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        second.release()
        third = launcher.Postgres(state, workspace.venv)
        third.external = False
        third.ensure(launcher.Console())
        assert third.query("postgres", "SELECT lower('ŽIŽKA'), current_user") == [["žižka", "odoo"]]
        assert third.query("postgres", "SHOW listen_addresses") == [[""]]
        assert third.socket.stat().st_mode & 0o077 == 0, "others must not reach the socket"
        pid = int((third.home / "data" / "postmaster.pid").read_text().split()[0])
        third.release()
        assert not launcher.process_is_alive(pid)
        # Of root it may lie outside of the test's folder.
        shutil.rmtree(third.home)

    def test_variables_of_the_environment_name_another_server(self, launcher, workspace, monkeypatch):
        for name, value in workspace.postgres.environment.items():
            monkeypatch.setenv(name, value)
        given = launcher.Postgres(workspace.state, workspace.venv)
        assert given.external
        given.ensure(launcher.Console())
        assert given.query("postgres", "SELECT 1") == [[1]]
        monkeypatch.setenv("PGUSER", "nobody_like_this")
        with pytest.raises(launcher.Failure, match="nobody_like_this.*Check PGUSER"):
            launcher.Postgres(workspace.state, workspace.venv).ensure(launcher.Console())


@pytest.fixture(scope="module")
def elsewhere(launcher, workspace, tmp_path_factory):
    """The variables of another server: TCP, a role with LOGIN, CREATEDB and a password, one that may not create."""
    account, home = workspace.postgres._account(), tmp_path_factory.mktemp("elsewhere")
    programs, port, data = workspace.postgres.bin, str(launcher.free_port()), home / "data"
    for folder in (home, *home.parents[:2]) if account else ():
        folder.chmod(0o711)
    launcher.make_private_folder(data, account.get("user", os.geteuid()), 0o700)
    environment = {"PGHOST": "127.0.0.1", "PGPORT": port, "PGUSER": "maker", "PGPASSWORD": "it's a \\ secret"}

    def run(program, *words):
        subprocess.run([programs / program, *words], check=True, capture_output=True, cwd="/", **account)

    run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--locale=C", "-E", "UTF8")
    run("pg_ctl", "-D", data, "start", "-w", "-l", data / "log",
        "-o", f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=")
    quoted = environment["PGPASSWORD"].replace("'", "''")
    for name, rights, password in (("maker", "CREATEDB", quoted), ("nobody", "", "n")):
        run("psql", "-q", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-c",
            f"CREATE ROLE {name} LOGIN {rights} PASSWORD '{password}'")
    (data / "pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
    run("pg_ctl", "-D", data, "reload")
    yield environment
    run("pg_ctl", "-D", data, "stop", "-m", "immediate")


class TestServerElsewhere:
    """PostgreSQL by the PG* variables, on a server of its own with passwords."""

    @pytest.fixture
    def ask(self, launcher, workspace, elsewhere, monkeypatch):
        """Use that server with some variables changed."""

        def make(**changes):
            for name, value in {**elsewhere, **changes}.items():
                monkeypatch.setenv(name, value)
            server = launcher.Postgres(workspace.state, workspace.venv)
            server.ensure(launcher.Console())
            return server

        return make

    def test_role_that_may_only_create_databases_suffices(self, launcher, workspace, ask, monkeypatch, tmp_path):
        server = ask()
        databases = launcher.Databases(workspace.state, server, workspace.odoo)
        monkeypatch.setattr(launcher.Postgres, "files", tmp_path)
        databases._sql("CREATE DATABASE mine")
        databases.write_note("mine", {"demo": True})
        databases.copy("mine", "copied")
        assert databases.note("mine") == {"demo": True}
        assert not databases.is_of_odoo("mine")
        databases.rename("copied", "renamed")
        databases.drop("mine")
        assert [name for name in databases.names() if name != "postgres"] == ["renamed"]

    def test_connection_string_keeps_an_odd_password(self, workspace, ask):
        dsn = ask().dsn("postgres")
        done = subprocess.run([workspace.venv.python, "-c", "import psycopg2, sys; psycopg2.connect(sys.argv[1])", dsn],
                              capture_output=True, text=True, check=False, env={})
        assert done.returncode == 0, done.stderr

    def test_files_of_databases_of_one_name_on_two_servers_are_kept_apart(self, launcher, workspace, ask):
        """Making a database removes what was left of an older one of its name, but not what another server has."""
        server = ask()
        there = launcher.Databases(workspace.state, server, launcher.Odoo(
            workspace.state, workspace.venv, workspace.source, server))
        name = f"recovery_test_{os.getpid()}_small_same"
        here = workspace.databases._files(name)
        here.mkdir(parents=True)
        try:
            there._files(name).mkdir(parents=True)
            there.drop(name)
            assert not there._files(name).exists()
            assert here.is_dir()
        finally:
            here.rmdir()
        assert server.config != workspace.postgres.config
        assert ask().files == server.files, "the next run finds them again"
        shutil.rmtree(server.files)

    def test_leaving_does_not_stop_it(self, ask):
        server = ask()
        server.release()
        assert server.query("postgres", "SELECT 1") == [[1]]

    @pytest.mark.parametrize(("changes", "message"), [
        ({"PGPASSWORD": "wrong"}, 'cannot be used: password authentication failed for user "maker". '
                                  "Check PGUSER and PGPASSWORD."),
        ({"PGUSER": "nobody", "PGPASSWORD": "n"}, "Let its superuser say: ALTER ROLE \"nobody\" CREATEDB"),
        ({"PGPORT": "1"}, "port 1 cannot be used: Connection refused. Check PGHOST and PGPORT, and that it runs."),
        ({"PGHOST": "nowhere.invalid"}, "PostgreSQL at nowhere.invalid, port"),
        ({"PGHOST": "/nowhere"}, "No such file or directory. Check PGHOST and PGPORT, and that it runs."),
    ])
    def test_what_is_wrong_is_said_in_one_line(self, launcher, ask, changes, message):
        with pytest.raises(launcher.Failure) as refused:
            ask(**changes)
        assert message in str(refused.value)
        assert "\n" not in str(refused.value)


class TestRefusals:
    """What libpq says becomes a sentence with an advice."""

    @pytest.mark.parametrize(("text", "sentence"), [
        ('connection to server at "localhost" (::1), port 5432 failed: Connection refused\n'
         "\tIs the server running on that host and accepting TCP/IP connections?\n"
         'connection to server at "localhost" (127.0.0.1), port 5432 failed: FATAL:  no pg_hba.conf entry for host "x"\n',
         'no pg_hba.conf entry for host "x". Let this machine in, in the server\'s pg_hba.conf.'),
        ('connection to server on socket "/run/.s.PGSQL.5432" failed: FATAL:  role "me" does not exist\n',
         'role "me" does not exist. Check PGUSER.'),
        ('definition of service "x" not found\n',
         'definition of service "x" not found. Check PGHOST and PGPORT, and that it runs.'),
    ])
    def test_sentence(self, launcher, text, sentence):
        assert launcher.explain_refusal(f"PostgreSQL: {text}", {"PGHOST": "db", "PGPORT": "5432"}) == (
            f"PostgreSQL at db, port 5432 cannot be used: {sentence}")

    @pytest.mark.parametrize(("environment", "name"), [
        ({"PGHOST": "db", "PGPORT": "5433"}, "PostgreSQL at db, port 5433"), ({"PGHOST": "/run/x"}, "PostgreSQL at /run/x"),
        ({"PGSERVICE": "care"}, "PostgreSQL at service care"), ({"PGUSER": "me"}, "PostgreSQL at the machine's own socket"),
    ])
    def test_name(self, launcher, environment, name):
        assert launcher.server_name(environment) == name


class TestDatabaseOfSomebodyElse:
    def test_run_does_not_touch_it(self, launcher, workspace):
        """On a server that is not ours, a database may have the name that was asked for."""
        name = f"recovery_test_{os.getpid()}_foreign"
        workspace.postgres.query("postgres", f'CREATE DATABASE "{name}"')
        try:
            with pytest.raises(launcher.Failure, match="not one of Odoo 19.0. Choose another name: --db NAME"):
                launcher._have_database(workspace, name, demo=True)
        finally:
            workspace.databases.drop(name)

    def test_a_restored_one_is_taken(self, launcher, workspace):
        """It lost its note on the way."""
        name = workspace.databases.template(workspace.console, launcher.foreign_depends(launcher.main_addons()))
        assert workspace.databases.is_of_odoo(name)

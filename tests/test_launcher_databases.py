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
        return workspace.databases.template(workspace.console, launcher.foreign_depends(launcher.own_addons()))

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
        with pytest.raises(launcher.Failure, match="PG\\* variables"):
            launcher.Postgres(workspace.state, workspace.venv).ensure(launcher.Console())

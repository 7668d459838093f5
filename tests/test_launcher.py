"""The launcher: what it makes of its options, of broken states and of results."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import xmlrpc.client
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOG_TIME = "2026-03-01 10:00:00,000 42"


def call(*words, home, timeout=60, **environment):
    """Run the launcher in a state folder of its own."""
    return subprocess.run(
        [sys.executable, ROOT / "recovery", *words], capture_output=True, text=True, timeout=timeout, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, "RECOVERY_HOME": str(home), **environment})


class TestOptions:
    def test_defaults(self, launcher):
        options = launcher.parse_arguments(["run"])
        assert (options.port, options.db, options.no_demo) == (8069, "recovery", False)

    def test_words_after_odoo_are_left_alone(self, launcher):
        options = launcher.parse_arguments(["odoo", "shell", "-d", "x", "--help"])
        assert options.words == ["shell", "-d", "x", "--help"]

    @pytest.mark.parametrize("words", [
        ["run", "--port", "0"], ["run", "--port", "65536"], ["run", "--port", "http"], ["run", "--db", "Name"],
        ["run", "--db", "x; drop"], ["run", "--db", "recovery_demo_1"], ["run", "--db", "recovery_test_1_x"], ["walk"], [],
    ])
    def test_bad_words_are_refused_by_name(self, launcher, words, capsys):
        with pytest.raises(SystemExit) as stopped:
            launcher.parse_arguments(words)
        assert stopped.value.code == 2
        assert "usage:" in capsys.readouterr().err

    def test_unknown_suite_names_the_known_ones(self, tmp_path):
        done = call("test", "lnit", home=tmp_path)
        assert done.returncode == 1
        assert "'lnit'" in done.stderr
        assert "lint, addons, js, click, server" in done.stderr


class TestPlaces:
    def test_port_in_use_names_the_option(self, tmp_path):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = call("run", "--port", str(port), home=tmp_path)
        assert done.returncode == 1
        assert f"Port {port} is in use" in done.stderr
        assert "--port" in done.stderr
        assert not list(tmp_path.glob("venv")), "nothing is brought for a run that cannot work"

    def test_second_run_of_one_database_says_who_runs_it(self, launcher, tmp_path):
        with launcher.State(tmp_path).lock("run-recovery"):
            done = call("run", "--port", str(launcher.free_port()), home=tmp_path)
        assert done.returncode == 1
        assert f"process {os.getpid()}" in done.stderr
        assert "--db" in done.stderr

    def test_lock_of_a_killed_process_is_free(self, launcher, tmp_path):
        state = launcher.State(tmp_path)
        (tmp_path / "locks").mkdir()
        script = (
            f"import fcntl, time\nhandle = open({str(tmp_path / 'locks' / 'run-x')!r}, 'w')\n"
            "fcntl.flock(handle, fcntl.LOCK_EX)\nprint('held', flush=True)\ntime.sleep(60)\n")
        holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        holder.stdout.readline()
        with pytest.raises(launcher.Failure), state.lock("run-x", busy="{holder}"):
            pass
        holder.kill()
        holder.wait()
        with state.lock("run-x", busy="{holder}"):
            pass

    def test_server_listens_on_loopback_only(self, server):
        with socket.socket() as probe:
            probe.settimeout(2)
            addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
            for address in addresses - {"127.0.0.1", "127.0.1.1"}:
                assert probe.connect_ex((address, server.port)), f"the server answers on {address}"


class TestOdooTree:
    def make(self, home, version="19, 0"):
        (home / "odoo" / "addons").mkdir(parents=True)
        (home / "odoo" / "release.py").write_text(f"version_info = ({version}, 0, FINAL, 0, '')\n")
        return home

    def test_odoo_home_of_another_version_is_refused(self, tmp_path):
        self.make(tmp_path / "odoo18", "18, 0")
        state = tmp_path / "state"
        python = Path(sys.executable).parent.parent
        # A finished environment, so that nothing is downloaded for this test.
        state.mkdir()
        (state / "venv").symlink_to(python)
        done = call("odoo", "--version", home=state, ODOO_HOME=str(tmp_path / "odoo18"))
        assert done.returncode == 1
        assert "no Odoo 19.0" in done.stderr

    def test_git_checkout_and_debian_package_are_found(self, launcher, tmp_path):
        debian = self.make(tmp_path / "debian" / "usr/lib/python3/dist-packages")
        git = self.make(tmp_path / "git")
        (git / "addons" / "web").mkdir(parents=True)
        assert launcher.OdooTree.find(tmp_path / "debian", "").addons == (debian / "odoo" / "addons",)
        assert launcher.OdooTree.find(git, "").addons == (git / "odoo" / "addons", git / "addons")
        assert launcher.OdooTree.find(tmp_path, "") is None

    def test_tree_that_was_left_half_unpacked_is_made_anew(self, launcher, tmp_path, monkeypatch):
        """A killed run leaves a part folder, or a folder without its record: neither is taken for Odoo."""
        monkeypatch.delenv("ODOO_HOME", raising=False)
        state = launcher.State(tmp_path)
        source = launcher.OdooSource(state, launcher.Venv(state))
        (tmp_path / "odoo.part-1" / "odoo").mkdir(parents=True)
        self.make(tmp_path / "odoo")
        assert source._kept() is None

        def unpack(part, _step):
            self.make(part / "usr/lib/python3/dist-packages")
            return {"origin": "a test"}

        monkeypatch.setattr(source, "_from_debian", unpack)
        source._fetch(launcher.Step(launcher.Console(), "Odoo"))
        assert source._kept().origin == "a test"
        assert (tmp_path / "odoo" / "usr").is_dir()
        assert not list(tmp_path.glob("odoo.part-*"))

    def test_packages_that_were_damaged_in_the_cache_are_not_used(self, launcher, tmp_path):
        state = launcher.State(tmp_path)
        source = launcher.OdooSource(state, launcher.Venv(state))
        folder = state.cache / "debian"
        folder.mkdir(parents=True)
        (folder / "odoo-19_1_all.deb").write_bytes(b"whole")
        assert source._cached_packages() is None, "a download that did not end has no list"
        (folder / "complete.json").write_text(json.dumps(
            {"odoo-19_1_all.deb": launcher.hashlib.sha256(b"whole").hexdigest()}))
        assert source._cached_packages() == [folder / "odoo-19_1_all.deb"]
        (folder / "odoo-19_1_all.deb").write_bytes(b"hal")
        assert source._cached_packages() is None

    def test_missing_library_is_taken_out_of_its_bundle(self, launcher, tmp_path):
        module = tmp_path / "mail"
        (module / "static" / "lib").mkdir(parents=True)
        (module / "static" / "lib" / "there.js").touch()
        (module / "__manifest__.py").write_text(repr({"name": "Mail", "assets": {"web.assets_backend": [
            "mail/static/lib/there.js", "mail/static/lib/gone.js", "mail/static/src/**/*", "mail/static/style.scss"]}}))
        assert launcher.missing_assets([tmp_path]) == [("mail", "web.assets_backend", "mail/static/lib/gone.js")]


class TestAptSources:
    """The machine's mirror is read in both of apt's formats, with the key that apt checks it by."""

    def test_deb822(self, launcher):
        text = ("# a comment\nTypes: deb deb-src\nURIs: http://mirror.invalid/debian\nSuites: bookworm bookworm-updates\n"
                "Components: main contrib\nSigned-By: /usr/share/keyrings/x.gpg\n\n"
                "Enabled: no\nTypes: deb\nURIs: http://off.invalid\nSuites: sid\nComponents: main\n")
        assert launcher.parse_apt_sources(text, True) == [
            (["http://mirror.invalid/debian"], ["bookworm", "bookworm-updates"], ["main", "contrib"],
             "/usr/share/keyrings/x.gpg")]

    def test_one_line(self, launcher):
        text = ("# deb http://off.invalid sid main\ndeb-src http://mirror.invalid/debian trixie main\n"
                "deb [arch=amd64 signed-by=/k.gpg] http://mirror.invalid/debian trixie main non-free # why\n"
                "deb http://plain.invalid/debian sid main\n")
        assert launcher.parse_apt_sources(text, False) == [
            (["http://mirror.invalid/debian"], ["trixie"], ["main", "non-free"], "/k.gpg"),
            (["http://plain.invalid/debian"], ["sid"], ["main"], "")]

    def test_key_inside_the_file_is_kept_whole(self, launcher):
        text = "Types: deb\nURIs: http://m.invalid\nSuites: sid\nComponents: main\nSigned-By:\n -----BEGIN\n .\n abc\n"
        assert launcher.parse_apt_sources(text, True)[0][3] == "\n -----BEGIN\n .\n abc"


class TestAddons:
    def make(self, folder, **depends):
        for name, needed in depends.items():
            (folder / name / "tests").mkdir(parents=True)
            (folder / name / "__manifest__.py").write_text(repr({"name": name, "depends": needed}))
        return folder

    def test_each_comes_after_what_it_depends_on(self, launcher, tmp_path):
        self.make(tmp_path, a_top=["z_base", "account"], z_base=["mail"])
        addons = launcher.own_addons(tmp_path)
        assert [addon.name for addon in addons] == ["z_base", "a_top"]
        assert launcher.foreign_depends(addons, addons) == ["account", "mail"]
        assert launcher.foreign_depends(addons[:1], addons) == ["mail"]

    def test_folder_without_add_ons_is_no_error(self, launcher, tmp_path):
        assert launcher.own_addons(tmp_path / "nothing") == []

    def test_fingerprint_sees_sources_but_not_tests(self, launcher, tmp_path):
        (addon,) = launcher.own_addons(self.make(tmp_path, care=["mail"]))
        before = launcher.addon_digest(addon)
        (addon.path / "tests" / "test_x.py").write_text("x = 1\n")
        (addon.path / "README.md").write_text("text\n")
        assert launcher.addon_digest(addon) == before
        (addon.path / "model.py").write_text("x = 1\n")
        changed = launcher.addon_digest(addon)
        assert changed != before
        (addon.path / "model.py").rename(addon.path / "other.py")
        assert launcher.addon_digest(addon) != changed


PASSING = f"""{LOG_TIME} INFO x odoo.addons.care.tests.test_a: Starting TestA.test_one ...
{LOG_TIME} INFO x odoo.tests.result: 0 failed, 0 error(s) of 12 tests when loading database 'x'
"""
FAILING = f"""{LOG_TIME} INFO x odoo.addons.care.tests.test_a: Starting TestA.test_one ...
{LOG_TIME} INFO x odoo.addons.care.tests.test_a: ======================================================================
{LOG_TIME} ERROR x odoo.addons.care.tests.test_a: FAIL: TestA.test_one
Traceback (most recent call last):
  File "test_a.py", line 9, in test_one
AssertionError: 1 != 2
{LOG_TIME} INFO x odoo.addons.care.tests.test_a: Starting TestA.test_two ...
{LOG_TIME} ERROR x odoo.tests.result: 1 failed, 0 error(s) of 2 tests when loading database 'x'
"""


class TestResults:
    def test_passing_run(self, launcher):
        assert launcher.parse_odoo_tests(PASSING, 0) == (12, 0, [])

    def test_failing_run_shows_the_traceback_of_the_test_only(self, launcher):
        outcome = launcher.parse_odoo_tests(FAILING, 1)
        assert outcome[:2] == (1, 1)
        (problem,) = outcome.problems
        assert "AssertionError: 1 != 2" in problem
        assert "test_two" not in problem

    def test_run_without_tests_counts_none(self, launcher):
        text = f"{LOG_TIME} WARNING x odoo.tests.result: 0 failed, 0 error(s) of 0 tests when loading database 'x'\n"
        assert launcher.parse_odoo_tests(text, 0) == (0, 0, [])

    def test_skipped_test_is_a_failed_one(self, launcher):
        text = f"{LOG_TIME} INFO x odoo.addons.care.tests.test_a: skipped TestA.test_one : no browser\n{PASSING}"
        assert launcher.parse_odoo_tests(text, 0)[:2] == (11, 1)

    def test_error_in_the_log_fails_a_run_whose_tests_pass(self, launcher):
        text = f"{LOG_TIME} ERROR x odoo.schema: Table 'a': unable to add constraint 'b'\n{PASSING}"
        outcome = launcher.parse_odoo_tests(text, 0)
        assert outcome[:2] == (11, 1)
        assert "unable to add constraint" in outcome.problems[0]

    def test_demonstration_data_that_does_not_load_fails_a_run(self, launcher):
        text = f"{LOG_TIME} WARNING x odoo.modules.loading: Module care demo data failed to install, installed without\n"
        assert launcher.parse_odoo_tests(text + PASSING, 0).failed == 1

    def test_process_that_died_is_a_failure_whatever_it_counted(self, launcher):
        assert launcher.parse_odoo_tests(PASSING, -9)[:2] == (11, 1)
        assert launcher.parse_odoo_tests("Killed\n", 137)[:2] == (0, 1)

    def test_javascript_tests_are_counted_one_by_one(self, launcher):
        log = f"{LOG_TIME} INFO x odoo.addons.web.tests.test_js.WebSuite.test_unit_desktop.browser: "
        passed = f"{log}[HOOT] Passed 7 tests (20 assertions, total time: 900ms)\n{PASSING}"
        assert launcher.parse_hoot_tests(passed, 0) == (7, 0, [])
        failed = f"{log}[HOOT] Failed 2 tests (5 passed, total time: 900ms)\n{FAILING}"
        assert launcher.parse_hoot_tests(failed, 1)[:2] == (5, 2)
        none = f"{log}[HOOT] Passed 0 tests (0 assertions, total time: 9ms)\n{PASSING}"
        assert launcher.parse_hoot_tests(none, 0)[:2] == (0, 0)

    def test_lint_findings_about_odoo_itself_are_left_out(self, launcher):
        text = (f"{LOG_TIME} ERROR x odoo.addons.test_lint.tests.test_pylint: FAIL: TestPyLint.test_pylint\n"
                "AssertionError: pylint test failed:\nodoo/addons/mail/x.py:1: bad\n"
                "/somewhere/addons/recovery_care/models/x.py:3: worse\n"
                f"{LOG_TIME} ERROR x odoo.addons.test_lint.tests.test_index: FAIL: about mail.message\n"
                f"{LOG_TIME} ERROR x odoo.tests.result: 2 failed, 0 error(s) of 30 tests when loading database 'x'\n")
        outcome = launcher.parse_test_lint(text, 1, ["recovery_care"])
        assert outcome[:2] == (29, 1)
        assert "worse" in outcome.problems[0]
        assert "mail" not in outcome.problems[0]
        assert launcher.parse_test_lint(text, 1, ["recovery_housing"])[:2] == (30, 0)

    def test_pytest_report(self, launcher, tmp_path):
        report = tmp_path / "report.xml"
        report.write_text(
            '<testsuites><testsuite><testcase classname="a" name="one"/><testcase classname="a" name="two">'
            '<failure message="no">trace</failure></testcase><testcase classname="a" name="three">'
            '<skipped message="why"/></testcase></testsuite></testsuites>')
        outcome = launcher.parse_junit(report)
        assert outcome[:2] == (1, 2)
        assert "trace" in outcome.problems[0]

    def test_suite_that_runs_no_test_fails(self, launcher, tmp_path, monkeypatch, capsys):
        work = launcher.Workspace(launcher.Console(sys.stdout), launcher.State(tmp_path))
        suites = launcher.Suites(work, ["js"])
        monkeypatch.setattr(suites, "suite_js", lambda parts: iter(()))
        assert suites.run() is False
        output = capsys.readouterr().out
        assert "ran no test" in output
        assert output.rstrip().splitlines()[-1] == "0 passed, 1 failed"

    def test_last_line_is_the_count_alone(self, launcher, tmp_path, monkeypatch, capsys):
        work = launcher.Workspace(launcher.Console(sys.stdout), launcher.State(tmp_path))
        suites = launcher.Suites(work, ["js", "lint"])
        monkeypatch.setattr(suites, "suite_js", lambda parts: iter(
            [launcher.Row("js", "care", launcher.Outcome(3, 0, []), 1.0, "")]))
        monkeypatch.setattr(suites, "suite_lint", lambda parts: iter(
            [launcher.Row("lint", "ruff", launcher.Outcome(1, 1, ["    E501 too long"]), 1.0, "a.log")]))
        assert suites.run() is False
        output = capsys.readouterr().out
        assert "E501 too long" in output
        assert output.rstrip().splitlines()[-1] == "4 passed, 1 failed"

    def test_suite_that_breaks_is_a_failure_of_that_suite(self, launcher, tmp_path, monkeypatch, capsys):
        work = launcher.Workspace(launcher.Console(sys.stdout), launcher.State(tmp_path))
        suites = launcher.Suites(work, ["js", "lint"])
        monkeypatch.setattr(suites, "suite_js", lambda parts: 1 / 0)
        monkeypatch.setattr(suites, "suite_lint", lambda parts: iter(
            [launcher.Row("lint", "ruff", launcher.Outcome(1, 0, []), 1.0, "")]))
        assert suites.run() is False
        assert "ZeroDivisionError" in capsys.readouterr().out


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


class TestRun:
    """The whole of `run`, on the state that the other tests use, with a database of its own."""

    @pytest.fixture
    def name(self, workspace):
        name = f"launcher_run_{os.getpid()}"
        yield name
        for leftover in (name, f"{name}_new"):
            workspace.databases.drop(leftover)

    def start(self, launcher, workspace, name, *words):
        port = launcher.free_port()
        process = subprocess.Popen(
            [sys.executable, ROOT / "recovery", "run", "--port", str(port), "--db", name, *words], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "RECOVERY_HOME": str(workspace.state.home)})
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C stops" in line:
                break
        return process, port, "".join(lines)

    def test_no_demo_start_stop_and_start_again(self, launcher, workspace, name):
        process, port, output = self.start(launcher, workspace, name, "--no-demo")
        assert process.poll() is None, output
        shown = re.findall(r"password (\S+)", output)
        assert len(shown) == 1, output
        assert "Demonstration logins" not in output
        assert f"http://localhost:{port}" in output
        common = xmlrpc.client.ServerProxy(f"http://127.0.0.1:{port}/xmlrpc/2/common")
        assert not common.authenticate(name, "admin", "admin", {})
        assert common.authenticate(name, "admin", shown[0], {})
        for log in (workspace.state.home / "logs").glob("*.log"):
            assert shown[0] not in log.read_text(errors="replace"), f"the password is in {log}"
        rows = workspace.postgres.query(name, "SELECT count(*) FROM ir_module_module WHERE demo")
        assert rows == [[0]]

        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert launcher.port_is_free(port), "Ctrl-C stops the server"

        process, port, output = self.start(launcher, workspace, name)
        assert not re.search(r"password \S{10}", output.split("Log in as admin")[0])
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + 20
        while not launcher.port_is_free(port) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert launcher.port_is_free(port), "a launcher that is killed takes its server with it"


class TestBenchmarks:
    def test_every_benchmark_works_on_little_data(self, launcher, workspace):
        paths = sorted(path for path in launcher.BENCHMARKS.glob("*.py") if not path.name.startswith("_"))
        answers = launcher.run_benchmarks(workspace, paths, scale=0.02)
        assert [answer["name"] for answer in answers] == [path.stem for path in paths]
        for answer in answers:
            assert "error" not in answer, answer["error"]
            assert answer["rows"], answer["name"]


class TestRepository:
    def test_no_address_of_a_mirror_or_registry_and_no_path_of_a_machine(self):
        files = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True, check=True).stdout.split()
        forbidden = re.compile(r"(?:deb\.debian|pypi\.org|pythonhosted|registry\.npmjs|/root/|/work/|archive\.ubuntu)")
        for name in files:
            path = ROOT / name
            if path.suffix in (".png", ".jpg", ".xlsx", ".pdf", ".woff2") or name == "tests/test_launcher.py":
                continue
            found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
            assert not found, f"{name}: {found[0]}"

    def test_python_files_of_the_launcher_use_the_standard_library_only(self):
        source = (ROOT / "recovery").read_text()
        names = set(re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE)) - {"__future__"}
        assert names <= sys.stdlib_module_names

    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-odoo.txt", "requirements-test.txt"])
    def test_every_requirement_is_pinned(self, name):
        pinned = re.compile(r'[\w.-]+==[\w.]+(; python_version [<>]=? "3\.\d+")?')
        for line in (ROOT / name).read_text().splitlines():
            assert not line or line.startswith("#") or pinned.fullmatch(line)

    def test_ci_calls_the_tests(self):
        text = (ROOT / ".ci" / "run").read_text()
        assert os.access(ROOT / ".ci" / "run", os.X_OK)
        assert "./recovery test" in text

"""The launcher as a person meets it: options, messages and the whole of `run`."""
import os
import re
import signal
import socket
import subprocess
import sys
import time
import xmlrpc.client
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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


class TestPython:
    """Which Python it runs on, and what it says of the others."""

    @pytest.fixture
    def executed(self, launcher, monkeypatch, tmp_path):
        """What would be executed instead, on a machine with nothing but `tmp_path`; as with execv, there is no return."""
        calls = []

        def execv(program, words):
            calls.append((program, words))
            raise SystemExit

        monkeypatch.setattr(launcher.os, "execv", execv)
        monkeypatch.setenv("PATH", str(tmp_path))
        return calls

    @staticmethod
    def program(path, text):
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return str(path)

    @pytest.mark.parametrize("version", [(3, 10, 0), (3, 11, 7), (3, 12, 1), (3, 13, 9)])
    def test_it_stays_with_the_python_that_was_typed(self, launcher, executed, version):
        launcher.use_a_supported_python(version)
        assert executed == []

    @pytest.mark.parametrize("version", [(3, 8, 18), (3, 9, 18), (3, 14, 0), (4, 0, 0)])
    def test_another_version_is_refused_in_one_sentence(self, launcher, executed, version):
        with pytest.raises(launcher.Failure) as refused:
            launcher.use_a_supported_python(version)
        name = ".".join(map(str, version))
        assert str(refused.value) == f"Odoo 19 needs Python 3.10 to 3.13; this is {name}, and none of them is installed."
        assert executed == []

    def test_it_goes_on_with_a_python_that_works_and_says_so(self, launcher, executed, tmp_path, monkeypatch, capsys):
        self.program(tmp_path / "python3.13", "echo 'python3.13: command not found' >&2; exit 127")
        self.program(tmp_path / "python3.12", "echo 3 9")
        good = self.program(tmp_path / "python3.11", "echo 3 11")
        monkeypatch.setattr(sys, "argv", ["recovery", "test", "lint"])
        with pytest.raises(SystemExit):
            launcher.use_a_supported_python((3, 14, 0))
        assert executed == [(good, [good, str(ROOT / "recovery"), "test", "lint"])]
        assert capsys.readouterr().err == (
            f"Odoo 19 needs Python 3.10 to 3.13; this is 3.14.0. Going on with {good}.\n")

    def test_packages_in_use_are_not_replaced_by_those_of_another_python(self, launcher, tmp_path):
        """Whoever runs holds them; nobody deletes them underneath."""
        state = launcher.State(tmp_path)
        running, other = launcher.Venv(state), launcher.Venv(state)
        running._hold()
        (running.home / "lib" / "python3.9").mkdir(parents=True)
        other._hold()
        with pytest.raises(launcher.Failure, match="Stop it first"):
            other._create(launcher.Step(launcher.Console(), "Python packages"))
        assert (running.home / "lib" / "python3.9").is_dir()
        assert not other._works()


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
        rows = workspace.postgres.query(name, "SELECT value FROM ir_config_parameter WHERE key = 'report.url'")
        assert rows == [[f"http://127.0.0.1:{port}"]], "prints find their styles before an administrator logs in"

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


class TestSignals:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_each_of_them_ends_it_even_where_the_shell_had_it_ignored(self, number, tmp_path):
        """A script starts its background jobs with SIGINT ignored, nohup with SIGHUP."""
        script = (
            "import sys, time\n"
            f"sys.path.insert(0, {str(ROOT / 'tests')!r})\n"
            "from conftest import load_launcher\n"
            "launcher = load_launcher()\n"
            "launcher.parse_arguments = lambda words: print('ready', flush=True) or time.sleep(30)\n"
            "sys.exit(launcher.main([]))\n")
        process = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: signal.signal(number, signal.SIG_IGN))
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        _output, errors = process.communicate(timeout=10)
        assert process.returncode == 130
        assert errors == "\nInterrupted.\n"


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

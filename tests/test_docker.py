"""What can be known about the containers without an engine to run them."""
import ast
import configparser
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCKER = ROOT / "docker"


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DOCKER / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


@pytest.fixture(scope="module")
def dockerfile():
    """The instructions of the Dockerfile as (word, rest) pairs."""
    text = re.sub(r"\\\n\s*", " ", (DOCKER / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(None, 1)) for line in lines]


@pytest.fixture(scope="module")
def proxy():
    """The proxy's configuration without comments."""
    return re.sub(r"#.*", "", (DOCKER / "proxy" / "nginx.conf").read_text())


def location(proxy, path):
    """The body of one location of the proxy."""
    return re.search(rf"location {re.escape(path)} \{{(.*?)\n    \}}", proxy, re.DOTALL)[1]


def test_every_service_is_needed_and_there(services):
    assert set(services) == {"database", "odoo", "proxy"}


def test_nothing_runs_as_root(services, dockerfile):
    for name, service in services.items():
        assert service.get("user") not in (None, "", "root", "0", 0), name
        assert not service.get("privileged"), name
        assert "no-new-privileges:true" in service["security_opt"], name
    users = [rest for word, rest in dockerfile if word == "USER"]
    assert users[-1] == "odoo"


def test_base_image_is_the_official_odoo_19(dockerfile):
    assert dockerfile[0] == ("FROM", "odoo:19")


def test_add_ons_their_requirements_and_the_shared_settings_are_in_the_image(dockerfile, services):
    copied = [rest.split() for word, rest in dockerfile if word == "COPY"]
    assert ["addons", services["odoo"]["environment"]["ODOO_ADDONS_PATH"]] in copied
    requirements = next(target for source, target in copied if source == "requirements.txt")
    installs = [rest for word, rest in dockerfile if word == "RUN" and "pip3 install" in rest]
    assert any(f"--requirement {requirements}" in rest for rest in installs)
    for source, _target in copied:
        assert (ROOT / source).exists(), source


def test_what_is_copied_is_not_kept_out_of_the_build(dockerfile):
    rules = (ROOT / ".dockerignore").read_text().split()
    assert rules[0] == "*"
    for word, rest in dockerfile:
        if word == "COPY":
            assert f"!{rest.split()[0].split('/')[0]}" in rules
    assert "docker/secrets" in rules[rules.index("!docker"):], "secrets must not get into an image"


def test_requirements_cover_what_the_add_ons_import():
    pinned = {line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line}
    for manifest in (ROOT / "addons").glob("*/__manifest__.py"):
        needed = ast.literal_eval(manifest.read_text()).get("external_dependencies", {}).get("python", [])
        assert set(needed) <= pinned, manifest.parent.name


def test_run_and_containers_share_one_odoo_conf(services):
    mounts = [volume.split(":") for volume in services["odoo"]["volumes"]]
    assert ["../odoo.conf", services["odoo"]["environment"]["ODOO_RC"], "ro"] in mounts
    settings = configparser.RawConfigParser()
    settings.read(ROOT / "odoo.conf")
    assert settings.getboolean("options", "list_db") is False
    elsewhere = {"addons_path", "data_dir", "db_host", "db_port", "db_user", "db_password", "http_port", "workers",
                 "admin_passwd", "http_interface", "proxy_mode", "dbfilter", "db_name"}
    assert not elsewhere & set(settings["options"]), "these differ between run and the containers"


def test_secrets_come_from_files_and_are_not_in_the_repository(compose, services):
    for name, secret in compose["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}
    assert subprocess.run(["git", "-C", ROOT, "ls-files", "docker/secrets"], capture_output=True, text=True,
                          check=True).stdout == ""
    for name, service in services.items():
        for key, value in service.get("environment", {}).items():
            if re.search("PASS|SECRET|TOKEN|KEY", key):
                assert key.endswith("_FILE"), f"{name}: {key}"
                assert value.startswith("/run/secrets/"), f"{name}: {key}"
                assert value.rpartition("/")[2] in service["secrets"], f"{name}: {key}"


def test_key_of_client_codes_is_a_secret_under_the_name_that_the_program_reads(services):
    source = (ROOT / "addons" / "recovery_care" / "code_key.py").read_text()
    variable = re.search(r'^ENVIRONMENT = "(\w+)"$', source, re.MULTILINE)[1]
    assert services["odoo"]["environment"][variable] == "/run/secrets/code_key"
    assert "code_key" in services["odoo"]["secrets"]
    assert "openssl rand -base64 32 > docker/secrets/code_key" in (DOCKER / "compose.yaml").read_text()


@pytest.mark.parametrize("path", sorted(p for p in DOCKER.rglob("*") if p.is_file() and "secrets" not in p.parts))
def test_no_password_stands_in_a_file(path):
    for line in path.read_text().splitlines():
        # What is read from elsewhere: a variable of psql, a file that Python opens.
        literal = re.sub(r":'\w+'|secret\.read\(\)", "", line)
        assert not re.search(r"(?i)passw(?:or)?d\s*[:=]\s*[\"']?[^\s\"'$(/:.]+", literal), line


def test_websocket_goes_to_the_gevent_port_and_the_rest_to_the_workers(proxy, services):
    upstreams = dict(re.findall(r"upstream (\w+) \{\s*server (\S+);", proxy))
    assert upstreams == {"workers": "odoo:8069", "live": "odoo:8072"}
    assert "proxy_pass http://live;" in location(proxy, "/websocket")
    assert "proxy_pass http://workers;" in location(proxy, "/")
    assert {"8069", "8072"} <= set(services["odoo"]["expose"])
    start = (DOCKER / "start-odoo").read_text()
    assert "--http-port 8069 --gevent-port 8072" in start
    assert "--proxy-mode" in start


def test_websocket_is_upgraded_and_says_where_it_comes_from(proxy):
    body = location(proxy, "/websocket")
    for header in ("Upgrade $http_upgrade", "Connection $connection_upgrade", "Host $http_host",
                   "X-Forwarded-Host $http_host", "X-Forwarded-Proto $forwarded_proto", "X-Real-IP $remote_addr"):
        assert f"proxy_set_header {header};" in body
    assert "proxy_http_version 1.1;" in body


def test_proxy_keeps_the_database_manager_closed_and_queries_out_of_its_log(proxy):
    assert "return 404;" in location(proxy, "/web/database")
    log = re.search(r"log_format path_only (.*?);", proxy, re.DOTALL)[1]
    assert "$uri" in log
    for leak in ("$request ", "$request\"", "$request_uri", "$args", "$http_referer"):
        assert leak not in log
    assert re.search(r"access_log \S+ path_only;", proxy)


def test_braces_of_the_proxy_are_balanced(proxy):
    assert proxy.count("{") == proxy.count("}")


def test_every_service_says_whether_it_is_well(services):
    for name, service in services.items():
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert service["restart"] == "unless-stopped", name
    assert services["odoo"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["proxy"]["depends_on"]["odoo"]["condition"] == "service_healthy"


def test_only_the_proxy_is_reachable_and_by_default_from_this_machine_only(services, compose):
    assert "ports" not in services["database"]
    assert "ports" not in services["odoo"]
    assert services["proxy"]["ports"] == ["${PROXY_LISTEN:-127.0.0.1:8080}:8080"]
    assert services["database"]["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True


def test_data_lives_in_volumes(compose, services):
    assert set(compose["volumes"]) == {"database", "files"}
    assert f"files:{services['odoo']['environment']['ODOO_DATA_DIR']}" in services["odoo"]["volumes"]


def test_odoo_works_as_a_role_that_is_no_superuser(services):
    assert services["odoo"]["environment"]["PGUSER"] == "odoo"
    assert services["database"]["environment"]["POSTGRES_USER"] != "odoo"
    role = (DOCKER / "database" / "create-role.sh").read_text()
    assert "CREATE ROLE odoo LOGIN CREATEDB PASSWORD" in role
    assert "SUPERUSER" not in role.upper().replace("NOSUPERUSER", "")


@pytest.mark.parametrize("name", ["start-odoo", "database/create-role.sh"])
def test_scripts_are_executable_and_parse(name):
    assert os.access(DOCKER / name, os.X_OK)
    subprocess.run([shutil.which("bash"), "-n", DOCKER / name], check=True)


@pytest.fixture
def container(tmp_path):
    """The surroundings of start-odoo, with a stand-in for `odoo` that notes how it was called."""
    (tmp_path / "bin").mkdir()
    calls = tmp_path / "calls"
    odoo = tmp_path / "bin" / "odoo"
    odoo.write_text(f'#!/bin/bash\necho "$PGPASSWORD $*" >> {calls}\nif [ "$1" = shell ]; then cat >> {calls}.shell; fi\n')
    odoo.chmod(0o755)
    for name, automatic in (("recovery_care", False), ("recovery_stock", True)):
        home = tmp_path / "addons" / name
        home.mkdir(parents=True)
        (home / "__manifest__.py").write_text(repr({"name": name, "auto_install": automatic}))
    (tmp_path / "data").mkdir()
    (tmp_path / "password").write_text("from-the-file\n")
    environment = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "PGPASSWORD_FILE": str(tmp_path / "password"),
        "ADMIN_PASSWORD_FILE": str(tmp_path / "password"), "RECOVERY_DATABASE": "care",
        "ODOO_ADDONS_PATH": str(tmp_path / "addons"), "ODOO_DATA_DIR": str(tmp_path / "data"),
    }

    def start(*words):
        calls.unlink(missing_ok=True)
        subprocess.run([DOCKER / "start-odoo", *words], env=environment, check=True, stdin=subprocess.DEVNULL)
        return calls.read_text().splitlines()

    start.home = tmp_path
    return start


def test_first_start_installs_sets_the_password_then_serves(container):
    installed, shell, served = container("serve")
    assert installed == ("from-the-file --database care --init base,recovery_care --update recovery_care "
                         "--no-http --stop-after-init")
    assert shell == "from-the-file shell --database care --no-http"
    assert "base.user_admin" in (container.home / "calls.shell").read_text()
    assert "from-the-file" not in (container.home / "calls.shell").read_text()
    assert "--workers 4" in served
    assert "--db-filter ^care$" in served


def test_second_start_only_serves_until_an_add_on_changes(container):
    container("serve")
    assert len(container("serve")) == 1
    (container.home / "addons" / "recovery_care" / "model.py").write_text("new = True\n")
    upgraded, served = container("serve")
    assert "--update recovery_care" in upgraded
    assert "--workers" in served


def test_other_words_go_to_the_command_line_of_odoo(container):
    assert container("db", "dump", "care", "/tmp/care.zip") == ["from-the-file db dump care /tmp/care.zip"]

"""Where the launcher's Odoo comes from, and what it makes of the add-ons."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def call(*words, home, timeout=60, **environment):
    """Run the launcher in a state folder of its own."""
    return subprocess.run(
        [sys.executable, ROOT / "recovery", *words], capture_output=True, text=True, timeout=timeout, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, "RECOVERY_HOME": str(home), **environment})


class TestOdooTree:
    def make(self, home, version="19, 0"):
        (home / "odoo" / "addons").mkdir(parents=True)
        (home / "odoo" / "release.py").write_text(f"version_info = ({version}, 0, FINAL, 0, '')\n")
        return home

    @pytest.mark.parametrize(("version", "wrong"), [
        ("18, 0", "that is Odoo 18.0"), ("19, 1", "that is Odoo 19.1"), ("'saas~18', 4", "that is Odoo saas~18.4"),
        ("19, 0", "its add-ons are missing there"), (None, "there is no Odoo in it (no odoo/release.py)"),
    ])
    def test_odoo_home_that_is_no_odoo_19_is_refused_in_one_sentence(self, tmp_path, version, wrong):
        given = tmp_path / "given"
        given.mkdir()
        if version:
            self.make(given, version)
        done = call("odoo", "--version", home=tmp_path / "state", ODOO_HOME=str(given))
        assert done.returncode == 1
        assert done.stderr == (
            f"\nODOO_HOME is {given}, but {wrong}. Set it to a folder with Odoo 19.0, or unset it.\n")
        assert not (tmp_path / "state" / "venv").exists(), "it is said before anything is brought"

    def test_odoo_home_that_does_not_exist_is_said(self, tmp_path):
        done = call("run", home=tmp_path / "state", ODOO_HOME=str(tmp_path / "nothing"))
        assert done.returncode == 1
        assert f"ODOO_HOME is {tmp_path / 'nothing'}, but there is no such folder." in done.stderr

    def test_odoo_home_may_be_a_checkout_a_package_or_its_folder(self, launcher, tmp_path, monkeypatch):
        checkout = self.make(tmp_path / "odoo")
        package = self.make(tmp_path / "deb" / "usr/lib/python3/dist-packages")
        for web in (checkout / "addons" / "web", package / "odoo" / "addons" / "web"):
            web.mkdir(parents=True)
            (web / "__manifest__.py").write_text("{}\n")
        state = launcher.State(tmp_path)
        source = launcher.OdooSource(state, launcher.Venv(state))
        for given, base in ((checkout, checkout), (tmp_path / "deb", package), (package, package),
                            (package / "odoo", package)):
            monkeypatch.setenv("ODOO_HOME", str(given))
            assert source.given().python_path == base
            assert source.given().origin == f"ODOO_HOME={given}"
        monkeypatch.setenv("ODOO_HOME", "")
        assert source.given() is None

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

    def test_add_on_that_mends_a_bundle_stays_when_another_copy_of_odoo_is_whole(self, launcher, tmp_path):
        """Databases have it installed: Odoo would miss it at each start."""
        state = launcher.State(tmp_path / "state")
        source = launcher.OdooSource(state, launcher.Venv(state))
        module, made = tmp_path / "addons" / "mail", source.repairs / "recovery_assets_fix" / "__manifest__.py"
        (module / "static" / "lib").mkdir(parents=True)
        (module / "static" / "lib" / "a.js").touch()
        (module / "__manifest__.py").write_text(repr({"assets": {"web.assets_backend": ["mail/static/lib/a.js"]}}))
        source.tree = launcher.OdooTree(tmp_path, (tmp_path / "addons",), "")
        source._repair_assets()
        assert not made.exists(), "a whole copy needs none"
        (module / "static" / "lib" / "a.js").unlink()
        source._repair_assets()
        manifest = launcher.ast.literal_eval(made.read_text())
        assert manifest["assets"] == {"web.assets_backend": [("remove", "mail/static/lib/a.js")]}
        (module / "static" / "lib" / "a.js").touch()
        source._repair_assets()
        manifest = launcher.ast.literal_eval(made.read_text())
        assert (manifest["assets"], manifest["depends"]) == ({}, ["base"])


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

    @pytest.mark.parametrize(("asked", "there", "joins"), [
        (["care", "stock"], ["care", "stock", "mail"], True),
        (["care", "stock"], ["care", "mail"], False),
        (True, ["care", "stock", "expiry"], True),
        (True, ["care", "stock"], False),
        (False, ["care", "stock", "expiry"], False),
    ])
    def test_a_bridge_belongs_where_the_apps_that_it_joins_are(self, launcher, tmp_path, asked, there, joins):
        manifest = {"depends": ["care", "stock", "expiry"], "auto_install": asked}
        bridge = launcher.Addon("care_stock", tmp_path, manifest)
        assert bridge.joins(there) is joins

    def test_what_is_installed_without_being_asked_for_has_no_bridges(self, launcher):
        main = [addon.name for addon in launcher.main_addons()]
        assert "recovery_care" in main
        assert "recovery_care_stock" not in main
        assert "stock" not in launcher.foreign_depends(launcher.main_addons())

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

"""Spares Odoo work that says nothing about our add-ons. Nothing that a test asks for is left out.

Before tests that have a browser, Odoo builds every bundle that any page may ask for; those of the pages that no tour
opens take longest, and are built when a page asks for them all the same. Odoo's lint tests read all files of all
modules on the path; of what they find the launcher keeps what is ours.

A tour may take as long as it needs on a machine that runs several suites at once; `patience.js` says so of its steps.
"""
import os
from unittest.mock import patch

from odoo.addons.base.models.ir_qweb import IrQweb
from odoo.modules import Manifest
from odoo.tests import HttpCase, loader

FOREIGN_PAGES = (
    "mail.assets_discuss_public", "mail.assets_public", "web.assets_frontend", "web.assets_unit_tests",
    "web.qunit_suite_tests", "web.tests_assets",
)
# A colon-separated list of folders: the only ones that the tests of this run shall see modules of.
FOLDERS = os.environ.get("RECOVERY_LINT_FOLDERS", "")

get_bundles = IrQweb._get_bundles_to_pregenarate
run_suite = loader.run_suite
all_manifests = Manifest.all_addon_manifests
start_tour = HttpCase.start_tour
# Seconds; Odoo allows a whole tour sixty.
PATIENCE = 300


def get_bundles_of_tours(self):
    return tuple({name for name in names if not name.startswith(FOREIGN_PAGES)} for names in get_bundles(self))


def own_manifests():
    return [manifest for manifest in all_manifests() if os.path.dirname(manifest.path) in FOLDERS.split(os.pathsep)]


def run_suite_on_own(*arguments, **options):
    with patch.object(Manifest, "all_addon_manifests", own_manifests):
        return run_suite(*arguments, **options)


def start_tour_with_patience(self, *arguments, **options):
    return start_tour(self, *arguments, **{"timeout": PATIENCE, **options})


HttpCase.start_tour = start_tour_with_patience
IrQweb._get_bundles_to_pregenarate = get_bundles_of_tours
if FOLDERS:
    loader.run_suite = run_suite_on_own

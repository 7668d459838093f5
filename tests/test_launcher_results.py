"""How the launcher counts tests: truthfully, and none is a failure."""
import sys

LOG_TIME = "2026-03-01 10:00:00,000 42"
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
                f"{LOG_TIME} ERROR x odoo.addons.test_lint.tests.test_index: FAIL: TestIndex.test_index\n"
                "about mail.message\n"
                f"{LOG_TIME} ERROR x odoo.tests.result: 2 failed, 0 error(s) of 30 tests when loading database 'x'\n")
        outcome = launcher.parse_test_lint(text, 1, ["recovery_care"])
        assert outcome[:2] == (28, 1), "a test that found fault with Odoo only did not pass, nor is it our failure"
        assert "worse" in outcome.problems[0]
        assert "mail" not in outcome.problems[0]
        assert launcher.parse_test_lint(text, 1, ["recovery_housing"])[:2] == (28, 0)

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

    def test_parts_of_one_add_on_are_not_tested_beside_each_other(self, launcher, tmp_path, monkeypatch):
        """They would use the same database."""
        work = launcher.Workspace(launcher.Console(sys.stdout), launcher.State(tmp_path))
        suites = launcher.Suites(work, ["addons:one:TestA", "addons:two", "addons:one:TestB", "lint"])
        asked = []
        monkeypatch.setattr(suites, "suite_addons", lambda parts: asked.append(parts) or iter(()))
        monkeypatch.setattr(suites, "suite_lint", lambda parts: iter(()))
        suites.run()
        assert sorted(asked) == [["one:TestA", "one:TestB"], ["two"]]

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

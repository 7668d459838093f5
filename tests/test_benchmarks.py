"""The benchmarks run on a small amount of data and give rows that `./recovery bench` can print.

Times are not looked at: small amounts of data and a busy machine say nothing about them. Numbers of queries are.
"""
from pathlib import Path

import pytest

BENCHMARKS = sorted(Path(__file__).resolve().parent.glob("benchmarks/*.py"))


@pytest.fixture(scope="module")
def answers(workspace, launcher):
    found = launcher.run_benchmarks(workspace, BENCHMARKS, 0.004)
    return {answer["name"]: answer for answer in found}


@pytest.mark.parametrize("name", [path.stem for path in BENCHMARKS])
def test_it_runs(name, answers):
    answer = answers[name]
    assert "error" not in answer, answer.get("error")
    assert answer["rows"]
    for title, ratio, limit, detail in answer["rows"]:
        assert title
        assert detail
        assert ratio > 0
        assert limit > 0


@pytest.mark.parametrize("name", ["client_open", "bed_board"])
def test_what_is_counted_and_not_timed_keeps_to_its_limit(name, answers):
    """Queries of a client that is opened; queries and kilobytes of the board, for as many beds as there are here."""
    for title, ratio, limit, detail in answers[name]["rows"]:
        assert ratio <= limit, (title, detail)

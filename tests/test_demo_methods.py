"""The demonstration's loader is one model in many files of three add-ons: no method of it may hide another.

A method of a later add-on with the name of an earlier one would be called instead of it, and only where both are there.
"""
import ast
from collections import defaultdict

from conftest import ROOT


def list_methods():
    """Return {name of a method of ``recovery.demo``: [files that define it]}."""
    found = defaultdict(list)
    for path in sorted(ROOT.glob("addons/*/demo/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and "recovery.demo" in ast.unparse(node):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef):
                        found[method.name].append(path.relative_to(ROOT).as_posix())
    return found


def test_no_method_hides_another():
    methods = list_methods()
    assert len(methods) > 100
    assert {name: files for name, files in methods.items() if len(files) > 1} == {}

"""No test that an add-on inherits is left out without a word.

Odoo runs the tests that a class itself defines; what it inherits is run only where the class, or one above it, says
``allow_inherited_tests_method = True``.
"""
import ast
from pathlib import Path

ADDONS = Path(__file__).resolve().parent.parent / "addons"


def _read_classes():
    """Return {name of a test class: (names of its bases, names of its tests, whether inherited ones are run)}."""
    classes = {}
    for path in ADDONS.glob("*/tests/*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                assigned = {
                    target.id: part.value for part in node.body if isinstance(part, ast.Assign)
                    for target in part.targets if isinstance(target, ast.Name)
                }
                classes[node.name] = (
                    [base.id for base in node.bases if isinstance(base, ast.Name)],
                    {part.name for part in node.body if isinstance(part, ast.FunctionDef) and part.name.startswith("test")},
                    "allow_inherited_tests_method" in assigned,
                )
    return classes


def _inherit(classes, name):
    """Return (names of tests inherited by a class, whether one of the classes above it has them run)."""
    tests, allowed = set(), False
    for base in classes[name][0]:
        if base in classes:
            above, flag = _inherit(classes, base)
            tests |= classes[base][1] | above
            allowed |= classes[base][2] or flag
    return tests, allowed


def test_inherited_tests_are_run():
    classes = _read_classes()
    inheriting = {name: _inherit(classes, name) for name in classes}
    assert any(tests for tests, _allowed in inheriting.values())
    left_out = [name for name, (tests, allowed) in inheriting.items() if tests and not (allowed or classes[name][2])]
    assert not left_out

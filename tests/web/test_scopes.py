"""Pages reach rows only through a scope, and change them only through actions."""

import ast
from pathlib import Path

import pytest

import spreadwell.web

WEB = Path(spreadwell.web.__file__).parent
MODULES = sorted(WEB.rglob("*.py"))

# Managers may be asked for these without a scope: an empty queryset, or whether anybody is there
# at all (the first run, before there is anyone who could see anything).
ALLOWED = {"visible_to", "none"}
MANAGERS = {"objects", "_default_manager"}
FIRST_RUN = {WEB / "middleware.py", WEB / "people" / "views.py"}


def unscoped(tree: ast.AST) -> list[str]:
    """Return what is asked of `….objects` other than its scope."""
    found = []
    for node in ast.walk(tree):
        inner = node.value if isinstance(node, ast.Attribute) else None
        manager = isinstance(inner, ast.Attribute) and inner.attr in MANAGERS
        if manager and node.attr not in ALLOWED:
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(WEB)))
def test_views_reach_rows_through_a_scope(module: Path):
    found = unscoped(ast.parse(module.read_text()))
    if module in FIRST_RUN:
        found = [one for one in found if "Person.objects.get_queryset" not in one]
    assert not found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(WEB)))
def test_views_write_through_actions_only(module: Path):
    writes = {"save", "bulk_create", "bulk_update", "create", "get_or_create", "update_or_create"}
    tree = ast.parse(module.read_text())
    found = [
        f"line {node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in writes
        and "request.session" not in ast.unparse(node.func)
    ]
    assert not found


def test_the_check_itself_sees_an_unscoped_query():
    assert unscoped(ast.parse("Mission.objects.filter(pk=1)"))
    assert unscoped(ast.parse("Mission.objects.visible_to(v).filter(pk=1)")) == []

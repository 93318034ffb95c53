"""Every write is done by somebody, in one transaction, and leaves one event in the log."""

import ast
from pathlib import Path

import pytest

from tests.house.houses import FEATURES, PACKAGE, package, room, sources, tree

FILES = [file for feature in (*FEATURES, "accounts", "policy", "ledger") for file in sources(feature) if room(file) in {"writes", "imports"}]


def functions(file: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree(file).body if isinstance(node, ast.FunctionDef)}


def shown(file: Path) -> set[str] | None:
    """What a room that is a folder shows to others: the names its ``__init__`` takes in; None for a room of one file."""
    face = file.parent / "__init__.py"
    if file.parent.name not in {"writes", "imports"}:
        return None
    return {name.name for node in tree(face).body if isinstance(node, ast.ImportFrom) for name in node.names}


def doors(file: Path) -> list[ast.FunctionDef]:
    """Public functions that act for somebody: keyword ``by`` and not a check or a read-only twin."""
    face = shown(file)
    named = [
        node for name, node in functions(file).items()
        if not name.startswith(("_", "check_", "can_", "judge")) and (face is None or name in face)
    ]
    return [node for node in named if "by" in {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}]


def called(node: ast.AST) -> set[str]:
    names = {call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
    return names | {call.func.attr for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)}


def calls_in(file: Path) -> dict[str, set[str]]:
    """What each function and method of a file calls, by name."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, set()).update(called(node))
    return found


def reaches_the_log(name: str, known: dict[str, set[str]]) -> bool:
    seen, waiting = set(), [name]
    while waiting:
        step = waiting.pop()
        if step in {"record_event", "record_look"}:
            return True
        if step not in seen:
            seen.add(step)
            waiting += known.get(step, set())
    return False


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_write_leaves_an_event(file: Path) -> None:
    order = sorted(sources(package(file)), key=lambda other: other == file)  # a name means the file's own function first
    known = {name: calls for other in order for name, calls in calls_in(other).items()}
    silent = [node.name for node in doors(file) if not reaches_the_log(node.name, known)]
    assert not silent, f"{file.relative_to(PACKAGE)}: these writes leave nothing in the log: {silent}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_who_acts_is_named(file: Path) -> None:
    positional = [node.name for node in doors(file) if "by" in {argument.arg for argument in node.args.args}]
    assert not positional, f"{file.relative_to(PACKAGE)}: `by` is keyword-only in {positional}"

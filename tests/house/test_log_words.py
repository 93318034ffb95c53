"""Every action that is written into the log has plain words for whoever reads it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.audit.models import AuditEvent
from shouwang.logbook.choices import ACTIONS
from tests.house.houses import package, sources, tree

WRITERS = {"record_event", "record_look"}


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef))


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (found for found in ast.walk(node) if isinstance(found, ast.Call))


def values(expression: ast.AST, inside: ast.FunctionDef, of: str) -> set[str]:
    """What a text may be: itself, parts put together, either of two, or whatever callers hand over for a parameter."""
    if isinstance(expression, ast.Constant):
        return {str(expression.value)}
    if isinstance(expression, ast.JoinedStr):
        found = {""}
        for part in expression.values:
            found = {start + end for start in found for end in values(part, inside, of)}
        return found
    if isinstance(expression, ast.FormattedValue):
        return values(expression.value, inside, of)
    if isinstance(expression, ast.IfExp):
        return values(expression.body, inside, of) | values(expression.orelse, inside, of)
    if isinstance(expression, ast.Name):
        return handed_over(expression.id, inside, of)
    return set()


def handed_over(parameter: str, to: ast.FunctionDef, of: str) -> set[str]:
    """What the callers in the same package give for a parameter."""
    positional = [argument.arg for argument in [*to.args.posonlyargs, *to.args.args] if argument.arg != "self"]
    found: set[str] = set()
    for file in sources(of):
        for caller in functions(file):
            for call in calls(caller):
                if name_of(call) == to.name and caller is not to:
                    given = {word.arg: word.value for word in call.keywords} | dict(zip(positional, call.args, strict=False))
                    found |= values(given[parameter], caller, of) if parameter in given else set()
    return found


def written() -> dict[str, set[str]]:
    """Every action, with the files that write it; what could not be read stands under ``?``."""
    found: dict[str, set[str]] = {}
    for file in sources():
        if package(file) == "audit":
            continue
        for function in functions(file):
            for call in calls(function):
                given = {word.arg: word.value for word in call.keywords}
                if name_of(call) in WRITERS:
                    for action in values(given["action"], function, package(file)) or {"?"}:
                        found.setdefault(action, set()).add(str(file.name))
    return found


def test_every_action_written_anywhere_has_words() -> None:
    silent = {action: files for action, files in written().items() if action not in ACTIONS}
    assert not silent, f"say in shouwang/logbook/choices.py what these actions are: {silent}"


@pytest.mark.usefixtures("demo")
def test_everything_in_the_log_of_the_demo_county_has_words() -> None:
    with acting_as(system()):
        assert set(AuditEvent.objects.values_list("action", flat=True).distinct()) <= ACTIONS.keys()

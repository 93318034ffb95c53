"""Screens: what is empty says what to do; a day is chosen in one way; what cannot be undone asks first."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from shouwang.ledger.lists.answering import STEPS
from shouwang.ui.lists import List
from tests.house.houses import PACKAGE, sources, tree

INPUTS = PACKAGE / "ui/inputs.py"
DJANGO_INPUTS = ("DateInput", "TimeInput", "DateTimeInput", "SplitDateTimeWidget", "SelectDateWidget")
HARMLESS = ("printer", "download", "users")  # prints, hands over, opens a comparison: changes nothing
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
EMPTY_TAG = re.compile(r"{% empty ([^%]+) %}")


def declared_lists() -> dict[str, List]:
    """Every list that a feature declares, by its key."""
    found: dict[str, List] = {}
    for file in sources():
        if "List(" in file.read_text(encoding="utf-8"):
            name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
            module = importlib.import_module(name)
            found |= {one.key: one for one in vars(module).values() if isinstance(one, List)}
    return found


def calls(file: Path, name: str) -> list[ast.Call]:
    return [
        node for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
    ]  # fmt: skip


def test_there_are_lists_to_judge() -> None:
    assert {"reports.unsigned", "duty.staff", "arrivals.returns", "quarantine.people", "people.households", "accounts.posts"} <= set(declared_lists())


@pytest.mark.parametrize("key", sorted(declared_lists()))
def test_a_list_that_is_empty_says_what_to_do(key: str) -> None:
    empty = declared_lists()[key].empty
    assert str(empty.text), f"{key}: say with Empty(title, text, …) what comes here or what to do next"
    assert bool(empty.action) == bool(empty.url), f"{key}: an action needs an address"


def test_every_other_empty_table_says_so_too() -> None:
    silent = [f"{file}:{call.lineno}" for file in sources() for call in calls(file, "Empty") if not _has_text(call)]
    assert silent == [], "Empty(title, text): a title alone does not say what to do"


def _has_text(call: ast.Call) -> bool:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    text = call.args[1] if len(call.args) > 1 else named.get("text")
    return text is not None and not (isinstance(text, ast.Constant) and not text.value)


def test_every_empty_part_of_a_template_says_so_too() -> None:
    tags = [(file, found) for file in TEMPLATES for found in EMPTY_TAG.findall(file.read_text(encoding="utf-8"))]
    assert tags
    silent = [f"{file}: {found}" for file, found in tags if _positional(found) < 2]
    assert silent == [], "{% empty title text … %}: a title alone does not say what to do"


def _positional(tag: str) -> int:
    bare = re.sub(r'\w+=("[^"]*"|[^ ]+)', "", tag)  # without what is named
    return len(re.findall(r'_\("[^"]*"\)|"[^"]*"|[\w.]+', bare))


@pytest.mark.parametrize("key", sorted(declared_lists()))
def test_what_is_done_with_many_can_be_undone_or_asks_first(key: str) -> None:
    hasty = [action.do for action in declared_lists()[key].actions if not (action.undo or action.asks or action.icon in HARMLESS)]
    assert hasty == [], f"{key}: give the action undo=True and the view what takes it back, or a question"


@pytest.mark.parametrize("key", sorted(declared_lists()))
def test_no_action_bears_the_name_of_what_every_list_does(key: str) -> None:
    assert not {action.do for action in declared_lists()[key].actions} & set(STEPS)


def test_a_day_and_a_time_are_chosen_with_the_fields_of_the_house() -> None:
    own = [
        f"{file}: {name}" for file in sources() if file != INPUTS for name in DJANGO_INPUTS
        if re.search(rf"\b{name}\b", file.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert own == [], "use DayInput, ClockInput, MomentInput of shouwang.ui.inputs"

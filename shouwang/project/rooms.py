"""Finds the rooms of the packages: a feature without figures, pages or endpoints simply has none."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def room(package: str, name: str) -> ModuleType | None:
    """The module ``shouwang.<package>.<name>``, or none where the package has no such room."""
    dotted = f"shouwang.{package}.{name}"
    return import_module(dotted) if find_spec(dotted) else None


def rooms(packages: list[str], name: str) -> list[ModuleType]:
    """This room of every package that has one, in order."""
    return [found for package in packages if (found := room(package, name))]

"""What tables and columns of every feature are called in a person's file; ``project`` stands above them all and supplies the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class _Words:
    tables: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)


_words = _Words()


def supply(tables: Mapping[str, Any], columns: Mapping[str, Any]) -> None:
    """Say how tables (by the model's label) and columns (by name) are called, once at start-up."""
    _words.tables, _words.columns = tables, columns


def of_table(label: str) -> str:
    """What a table is called in the reader's language."""
    return str(_words.tables.get(label, label))


def of_column(name: str) -> str:
    """What a column is called in the reader's language."""
    return str(_words.columns.get(name, name))

"""Warnings of the engine and of a feature about the same row."""

from collections.abc import Iterable

from shouwang.lib.verdicts import Warned


def one_a_code(warnings: Iterable[Warned]) -> tuple[Warned, ...]:
    """The first warning of each code."""
    found: dict[str, Warned] = {}
    for warned in warnings:
        found.setdefault(warned.code, warned)
    return tuple(found.values())

"""Queues have one order: of two rows that are equal always the same one stands first, so that no page shows one twice and another never."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, get_type_hints

from django.apps import apps
from django.db.models import QuerySet
from django.db.models.expressions import Col, F, OrderBy

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Role
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused

COUNTY = "001001001"
ASKED_WITH = {"by", "actor", "now", "moment", "at", "area"}  # what needs an object is the list of that object, no queue
QUEUES = {
    "quarantine": {
        "blocked_releases", "draws", "late_referrals", "open_alerts", "open_flags", "open_referrals", "release_proposals", "self_reports",
        "unanswered_referrals", "unassessed", "unsigned", "waiting_orders", "without_full_team",
    },
    "residents": {"declarations", "help_requests", "objections"},
    "arrivals": {"violations"},
    "people": {"suspicions"},
}  # fmt: skip


def queues() -> Iterator[tuple[str, str, Callable[..., QuerySet[Any]]]]:
    """Every public read that answers rows of the database and asks for no more than who, where and when."""
    for app in apps.get_app_configs():
        if app.name.startswith("shouwang.") and (room := _reads(app.name)) is not None:
            for name, found in inspect.getmembers(room, inspect.isfunction):
                if get_type_hints(found).get("return") is QuerySet and _needed(found) <= ASKED_WITH:
                    yield app.label, name, found


def _reads(package: str) -> Any:
    try:
        return import_module(f"{package}.reads")
    except ModuleNotFoundError:
        return None


def _needed(read: Callable[..., Any]) -> set[str]:
    return {name for name, one in inspect.signature(read).parameters.items() if one.default is inspect.Parameter.empty}


def orders(read: Callable[..., QuerySet[Any]]) -> Iterator[QuerySet[Any]]:
    """The rows as each role is given them, with every question that can be asked with yes or no, where they have an order at all."""
    now = clocks.now()
    asks: list[dict[str, Any]] = [{}, *({name: True} for name, one in inspect.signature(read).parameters.items() if one.default is False)]
    for role in Role:
        by = Actor(user_id=None, post_id=None, role=role, area=COUNTY, unit="", name="walker")
        given: dict[str, Any] = {"by": by, "actor": by, "now": now, "moment": now, "at": now, "area": COUNTY}
        for ask in asks:
            try:
                rows = read(**{name: given[name] for name in _needed(read)}, **ask)
            except Refused:  # not this role's
                continue
            if rows.query.order_by:
                yield rows


def is_total(rows: QuerySet[Any]) -> bool:
    """Whether the last thing that is ordered by names one row."""
    last = rows.query.order_by[-1]
    if isinstance(last, OrderBy):
        last = last.expression
    name = last.name if isinstance(last, F) else last.target.name if isinstance(last, Col) else str(last).lstrip("-")
    return name == "pk" or rows.model._meta.get_field(name).unique


def test_every_queue_has_a_total_order(db: None) -> None:
    walked: dict[str, set[str]] = {}
    loose: set[str] = set()
    with acting_as(Actor(user_id=None, post_id=None, role="command_office", area=COUNTY, unit="", name="walker")):
        for package, name, read in queues():
            for rows in orders(read):
                walked.setdefault(package, set()).add(name)
                loose |= set() if is_total(rows) else {f"{package}.{name} {rows.query.order_by}"}
    assert not loose, f"end the order with the key: {sorted(loose)}"
    missing = {package: names - walked.get(package, set()) for package, names in QUEUES.items()}
    assert not any(missing.values()), f"queues without an order, or no longer walked: {missing}"

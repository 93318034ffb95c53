"""Posts by API: list, give, end. An ``area`` is a path or an official code."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from shouwang.accounts import reads, writes
from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.ui import trail

router = Router(tags=["posts"])
MOST_ROWS = 1_000


class PostIn(Schema):
    """A post to give. Whoever has no account yet gets one; its password comes back once, in the verdict's facts."""

    username: str
    role: str
    area: str
    unit: str = ""
    full_name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    existing: bool = False


class EndIn(Schema):
    """Posts to end; without a last day they end at once."""

    posts: list[int]
    last_day: date | None = None


class PostOut(Schema):
    """A post of the own area."""

    id: int
    username: str
    full_name: str
    role: str
    area: str
    unit: str
    valid_from: date
    valid_to: date | None


class PostVerdict(Schema):
    """What became of a post that was to be given."""

    outcome: str
    code: str
    reason: str
    post_id: int | None = None
    password: str | None = None


class Ended(Schema):
    """How many posts were ended."""

    ended: int


def _actor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.check(Permission.MANAGE_USERS)
    return actor


@router.get("", response=list[PostOut])
def posts(request: HttpRequest, role: str = "", ended: bool = False, after: int = 0) -> list[dict[str, Any]]:
    """The posts of the own area, at most 1,000 at a time in the order of their numbers."""
    found = reads.posts_below(by=_actor(request), role=role, ended=ended).filter(pk__gt=after).order_by("pk")
    names = ("id", "role", "area", "unit", "valid_from", "valid_to")
    return [
        {name: getattr(post, name) for name in names}
        | {"username": post.user.username, "full_name": post.user.full_name}
        for post in found[:MOST_ROWS]
    ]


@router.post("", response=dict[str, list[PostVerdict]])
def give(request: HttpRequest, rows: list[PostIn]) -> dict[str, list[dict[str, Any]]]:
    """Give posts, and accounts where there are none."""
    actor = _actor(request)
    known = reads.accounts_named(row.username for row in rows)
    batch = []
    for row in rows:
        new = row.username not in known and not row.existing
        password = writes.one_time_password() if new else None
        known.add(row.username)
        area = trail.find(row.area, actor.area) or row.area
        given: dict[str, Any] = row.dict() | {"area": area, "password": password}
        batch.append(writes.NewPost(**given))
    verdicts = writes.give_posts(batch, by=actor)
    return {"verdicts": [_answer(verdict, new) for verdict, new in zip(verdicts, batch, strict=True)]}


def _answer(verdict: Verdict, new: writes.NewPost) -> dict[str, Any]:
    said = {"outcome": verdict.outcome, "code": verdict.code, "reason": verdict.reason}
    shown = {"post_id": verdict.facts["post_id"], "password": new.password} if verdict.taken else {}
    return said | shown


@router.post("/end", response=Ended)
def end(request: HttpRequest, which: EndIn) -> dict[str, int]:
    """End posts of the own area on a day."""
    last_day = which.last_day or date.fromordinal(clocks.today().toordinal() - 1)
    return {"ended": writes.end_posts(which.posts, on=last_day, by=_actor(request))}

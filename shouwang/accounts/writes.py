"""Giving and ending accounts, posts and tokens."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from shouwang.accounts.actors import SYSTEM, Actor
from shouwang.accounts.choices import (
    FILTER_NOT_OWN,
    FILTER_TOO_LONG,
    FILTER_UNNAMED,
    LONGEST_FILTER,
    MOST_SAVED_FILTERS,
    OWN_POST,
    PERIOD_REVERSED,
    POST_ENDED,
    POST_UNKNOWN,
    ROLE_PERMISSIONS,
    ROLE_TOO_HIGH,
    TOO_MANY_FILTERS,
    UNIT_OUT_OF_AREA,
    UNKNOWN_ACCOUNT,
    UNKNOWN_ROLE,
    USERNAME_TAKEN,
    Permission,
    Role,
)
from shouwang.accounts.models import ApiToken, ColumnChoice, Post, SavedFilter, User
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, Verdict, accepted, duplicate, refused
from shouwang.ui import offices

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters and digits that look alike


@dataclass(frozen=True)
class NewPost:
    """A post to give: to whom, what, where, from when to when (both days included)."""

    username: str
    role: str
    area: str
    unit: str = ""
    full_name: str = ""
    password: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    existing: bool = False  # meant for an account that is there already


@transaction.atomic
def give_posts(batch: list[NewPost], *, by: Actor) -> list[Verdict]:
    """Give each person a post, and an account where there is none yet. The verdict's facts carry ``post_id``."""
    by.check(Permission.MANAGE_USERS)
    own_units = {code for code, _name in offices.within(by.area)} if any(new.unit for new in batch) else set()
    verdicts = [_give(new, by, own_units) for new in batch]
    record_event(by=by, action="accounts.give_posts", area=by.area, count=sum(v.taken for v in verdicts))
    return verdicts


def _give(new: NewPost, by: Actor, own_units: Collection[str]) -> Verdict:
    try:
        check_post(new, by)
        check_unit(new.unit, own_units, by)
    except Refused as refusal:
        return refused(refusal)
    user = _user(new)
    post, _ = Post.objects.get_or_create(
        user=user, role=new.role, area=new.area, unit=new.unit, valid_to=new.valid_to,
        defaults={"valid_from": new.valid_from or clocks.today()},
    )
    return accepted(None, post_id=post.pk, user_id=user.pk)


def check_post(new: NewPost, by: Actor) -> None:
    """Refuse a foreign area, an unknown role, a reversed period, another account's name, and a role that may do more
    than the giver (but the operator, who sets up every office)."""
    by.check(Permission.MANAGE_USERS, new.area)
    if new.role not in Role.values:
        raise Refused("unknown_role", UNKNOWN_ROLE, role=new.role)
    if by.role != Role.OPERATOR and not ROLE_PERMISSIONS[new.role] <= by.permissions:
        raise Refused("role_too_high", ROLE_TOO_HIGH, role=Role(new.role).label)
    if new.valid_to and new.valid_from and new.valid_to < new.valid_from:
        raise Refused("period_reversed", PERIOD_REVERSED)
    if new.password and User.objects.filter(username=new.username).exists():
        raise Refused("username_taken", USERNAME_TAKEN, username=new.username)
    if new.existing and not User.objects.filter(username=new.username).exists():
        raise Refused("unknown_account", UNKNOWN_ACCOUNT, username=new.username)


def check_unit(unit: str, own_units: Collection[str], by: Actor) -> None:
    """Refuse an office outside the giver's area: a post speaks for its office, and so may ask for what only that one may ask for."""
    if unit and by.role != SYSTEM and unit not in own_units:
        raise Refused("unit_out_of_area", UNIT_OUT_OF_AREA, unit=unit)


def _user(new: NewPost) -> User:
    user = User.objects.filter(username=new.username).first()
    if user is None:
        user = User.objects.create_user(new.username, password=new.password, full_name=new.full_name)
    return user


def one_time_password() -> str:
    """A password for a new account, easy to read aloud: shown once, kept only as its hash."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


@transaction.atomic
def end_posts(post_ids: list[int], *, on: date, by: Actor) -> int:
    """End posts of the actor's area after the day ``on``; one that begins later never was. How many were ended."""
    by.check(Permission.MANAGE_USERS)
    posts = Post.objects.filter(pk__in=post_ids, area__startswith=by.area)
    dropped, _ = posts.filter(valid_from__gt=on).delete()
    ended = dropped + posts.update(valid_to=on)
    record_event(by=by, action="accounts.end_posts", area=by.area, count=ended)
    return ended


@transaction.atomic
def end_each(post_ids: list[int], *, on: date, by: Actor) -> list[Verdict]:
    """End many posts after the day ``on``, with a verdict for each: the post one acts in stays, one that ends before is left as it is."""
    by.check(Permission.MANAGE_USERS)
    known = Post.objects.filter(area__startswith=by.area).in_bulk(post_ids)
    verdicts = [_ending(known.get(key), on, by) for key in post_ids]
    end_posts([key for key, verdict in zip(post_ids, verdicts, strict=True) if verdict.outcome == ACCEPTED], on=on, by=by)
    return verdicts


def _ending(post: Post | None, on: date, by: Actor) -> Verdict:
    if post is None:
        return refused(Refused("post_unknown", POST_UNKNOWN))
    if post.pk == by.post_id:
        return refused(Refused("own_post", OWN_POST))
    if post.valid_to is not None and post.valid_to <= on:
        return duplicate(None, code="POST_ENDED", reason=str(POST_ENDED))
    return accepted(None)


@transaction.atomic
def give_token(username: str, *, label: str, by: Actor) -> str:
    """A new token for a user's device, shown once; only its hash is kept."""
    by.check(Permission.MANAGE_USERS)
    token = secrets.token_urlsafe(32)
    user = User.objects.get(username=username)
    ApiToken.objects.create(user=user, label=label, digest=hashlib.sha256(token.encode()).digest(), created_at=clocks.now())
    record_event(by=by, action="accounts.give_token", area=by.area, count=1)
    return token


@transaction.atomic
def revoke_tokens(username: str, *, by: Actor) -> int:
    """Every device of a user is signed out; how many tokens died."""
    by.check(Permission.MANAGE_USERS)
    revoked = ApiToken.objects.filter(user__username=username, revoked_at__isnull=True).update(revoked_at=clocks.now())
    record_event(by=by, action="accounts.revoke_tokens", area=by.area, count=revoked)
    return revoked


@dataclass(frozen=True)
class NewFilter:
    """A list's filter under a name; of a known name it takes the place of the one before."""

    list_key: str
    name: str
    query: str
    shared: bool = False


@transaction.atomic
def save_filters(batch: list[NewFilter], *, by: Actor) -> list[Verdict]:
    """Keep filters of lists under their names, for the acting post or for everybody in its office."""
    verdicts = [_save_filter(new, by) for new in batch]
    record_event(by=by, action="accounts.save_filters", area=by.area, count=sum(v.taken for v in verdicts))
    return verdicts


def _save_filter(new: NewFilter, by: Actor) -> Verdict:
    own = SavedFilter.objects.filter(user_id=by.user_id, area=by.area, list_key=new.list_key)
    name = new.name.strip()[:40]
    try:
        check_filter(name, new.query, known=own.exclude(name=name).count())
    except Refused as refusal:
        return refused(refusal)
    facts = {"query": new.query, "unit": by.unit, "shared": new.shared, "saved_at": clocks.now()}
    saved, _ = SavedFilter.objects.update_or_create(
        user_id=by.user_id, area=by.area, list_key=new.list_key, name=name, defaults=facts
    )
    return accepted(None, filter_id=saved.pk)


def check_filter(name: str, query: str, *, known: int) -> None:
    """Refuse a filter without a name, one that is too long, and one more than anybody finds his way in."""
    if not name:
        raise Refused("filter_unnamed", FILTER_UNNAMED)
    if len(query) > LONGEST_FILTER:
        raise Refused("filter_too_long", FILTER_TOO_LONG)
    if known >= MOST_SAVED_FILTERS:
        raise Refused("too_many_filters", TOO_MANY_FILTERS, count=known)


@transaction.atomic
def forget_filters(filter_ids: list[int], *, by: Actor) -> list[Verdict]:
    """Take saved filters away; only whoever saved one may."""
    own = set(SavedFilter.objects.filter(pk__in=filter_ids, user_id=by.user_id).values_list("pk", flat=True))
    SavedFilter.objects.filter(pk__in=own).delete()
    record_event(by=by, action="accounts.forget_filters", area=by.area, count=len(own))
    strange = refused(Refused("filter_not_own", FILTER_NOT_OWN))
    return [accepted(None) if one in own else strange for one in filter_ids]


def remember_columns(list_key: str, columns: Sequence[str], *, user_id: int) -> None:
    """Remember which columns of a list a user wants, in order; none: the list's own choice again."""
    kept = ColumnChoice.objects.filter(user_id=user_id, list_key=list_key)
    if not columns:
        kept.delete()
        return
    ColumnChoice.objects.update_or_create(user_id=user_id, list_key=list_key, defaults={"columns": list(columns)})


def keep_language(user_id: int, language: str) -> None:
    """Read every page in this language from now on, on every machine. Nothing happens for one that there is not."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=user_id).update(language=language)

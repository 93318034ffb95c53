"""Giving and ending accounts, posts and tokens."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import (
    PERIOD_REVERSED,
    ROLE_PERMISSIONS,
    ROLE_TOO_HIGH,
    UNKNOWN_ACCOUNT,
    UNKNOWN_ROLE,
    USERNAME_TAKEN,
    Permission,
    Role,
)
from shouwang.accounts.models import ApiToken, Post, User
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused

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
    verdicts = [_give(new, by) for new in batch]
    record_event(by=by, action="accounts.give_posts", area=by.area, count=sum(v.taken for v in verdicts))
    return verdicts


def _give(new: NewPost, by: Actor) -> Verdict:
    try:
        check_post(new, by)
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

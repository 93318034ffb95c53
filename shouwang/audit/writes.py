"""The one way into the log; called once by every write of every feature."""

from datetime import timedelta
from typing import Any, Protocol

from shouwang.audit.models import AuditEvent
from shouwang.lib import clocks

LOOK_AGAIN_AFTER = timedelta(hours=1)  # the same post looking at the same thing within the hour is one look


class Doer(Protocol):
    """Who acts, as far as the log needs to know; an ``accounts.actors.Actor`` is one."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def post_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def unit(self) -> str: ...


def record_event(
    *, by: Doer, action: str, area: str, count: int = 1, subject: Any = "", detail: dict[str, Any] | None = None, reason: str = ""
) -> None:
    """Write down that ``by`` did ``action`` (``feature.write_name``) in ``area``; ``subject`` is the id of the one thing touched."""
    AuditEvent.objects.create(
        at=clocks.now(), user_id=by.user_id, post_id=by.post_id, actor=by.name[:80], role=by.role[:40], unit=by.unit, action=action,
        area=area, count=count, subject=str(subject)[:60], detail=detail or {}, reason=reason,
    )  # fmt: skip


def record_look(*, by: Doer, action: str, area: str, subject: Any, detail: dict[str, Any] | None = None) -> None:
    """Write down that ``by`` looked at the details of ``subject`` (a person's id); once an hour, so that the log stays readable."""
    recently = AuditEvent.objects.filter(
        subject=str(subject), at__gt=clocks.now() - LOOK_AGAIN_AFTER, action=action, user_id=by.user_id, post_id=by.post_id, actor=by.name[:80],
    )  # fmt: skip
    if not recently.exists():
        record_event(by=by, action=action, area=area, subject=subject, detail=detail)

"""The one way into the log; called once by every write of every feature."""

from typing import Any, Protocol

from shouwang.audit.models import AuditEvent
from shouwang.lib import clocks


class Doer(Protocol):
    """Who acts, as far as the log needs to know; an ``accounts.actors.Actor`` is one."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def post_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


def record_event(
    *, by: Doer, action: str, area: str, count: int = 1, subject: Any = "", detail: dict[str, Any] | None = None, reason: str = ""
) -> None:
    """Write down that ``by`` did ``action`` (``feature.write_name``) in ``area``; ``subject`` is the id of the one thing touched."""
    AuditEvent.objects.create(
        at=clocks.now(), user_id=by.user_id, post_id=by.post_id, actor=by.name[:80], action=action, area=area,
        count=count, subject=str(subject)[:60], detail=detail or {}, reason=reason,
    )

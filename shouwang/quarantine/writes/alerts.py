"""Alerts to the team and the township: raised once, closed by somebody who says why."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import AlertKind
from shouwang.quarantine.models import Alert, Observation
from shouwang.quarantine.rules.measures import check_reason
from shouwang.quarantine.rules.undoing import check_reopen
from shouwang.quarantine.writes.work import Work, guarded, log


class AlertBook:
    """The open alerts of some observations, read once, so that nothing is raised twice."""

    def __init__(self, work: Work, observations: Iterable[Observation]) -> None:
        self.work = work
        self.open: dict[tuple[UUID, str], Alert] = {}
        for alert in Alert.objects.filter(observation__in=[one.pk for one in observations], closed_at__isnull=True):
            self.open[alert.observation_id, alert.kind] = alert

    def of(self, observation: Observation) -> list[Alert]:
        """The open alerts of an observation."""
        return [alert for (key, _), alert in self.open.items() if key == observation.pk]

    def raise_for(self, observation: Observation, kind: AlertKind, at: datetime, **details: Any) -> Alert:
        """The alert of this kind: the open one, else a new one."""
        key = (observation.pk, str(kind))
        if key not in self.open:
            self.open[key] = self.work.add(
                Alert(
                    **self.work.order_about(observation), observation=observation, person_id=observation.person_id, kind=kind,
                    opened_at=at, **details,
                )
            )  # fmt: skip
        return self.open[key]

    def close(self, observation: Observation, at: datetime, why: str, kinds: Collection[str] = ()) -> None:
        """Close the open alerts of an observation, all or those of some kinds."""
        for alert in self.of(observation):
            if not kinds or alert.kind in kinds:
                self.open.pop((observation.pk, alert.kind))
                self.work.change(
                    alert, closed_at=max(at, alert.opened_at), closed_why=why[:300], closed_by=self.work.actor.name[:80]
                )


@transaction.atomic
def close_alerts(alert_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Close alerts after somebody has acted on them. The reason says what was found."""
    by.check(Permission.REFER)
    check_reason(reason)
    work = Work(by)
    found = Alert.objects.in_bulk(list(alert_ids))
    verdicts = [_close(work, found.get(key), reason) for key in alert_ids]
    work.flush()
    log(work, "close_alerts", verdicts, reason=reason)
    return verdicts


def _close(work: Work, alert: Alert | None, reason: str) -> Verdict:
    if alert is None:
        return refused(Refused("not_found", choices.ALERT_UNKNOWN))
    if alert.closed_at is not None:
        return refused(Refused("alert_closed", choices.ALERT_CLOSED))
    at = max(work.now, alert.opened_at)
    work.change(alert, closed_at=at, closed_why=reason[:300], closed_by=work.actor.name[:80])
    return accepted(alert.pk)


@transaction.atomic
def reopen_alerts(alert_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Open alerts again that were closed by mistake. Refused per row: not_found, alert_open, alert_again, undo_too_late, no_observation."""
    by.check(Permission.REFER)
    check_reason(reason)
    work = Work(by)
    found = Alert.objects.select_related("observation").in_bulk(list(alert_ids))
    book = AlertBook(work, [alert.observation for alert in found.values()])
    verdicts = [guarded(partial(_reopen, work, book, found.get(key))) for key in alert_ids]
    work.flush()
    log(work, "reopen_alerts", verdicts, reason=reason)
    return verdicts


def _reopen(work: Work, book: AlertBook, alert: Alert | None) -> Verdict:
    if alert is None:
        raise Refused("not_found", choices.ALERT_UNKNOWN)
    check_reopen(closed_at=alert.closed_at, again=(alert.observation_id, alert.kind) in book.open, ended=alert.observation.ended_at is not None, now=work.now)
    work.change(alert, closed_at=None, closed_why="", closed_by="")
    book.open[alert.observation_id, alert.kind] = alert
    return accepted(alert.pk)

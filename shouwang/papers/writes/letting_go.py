"""Lets go what stands on papers whose time is over: content, person and matter; number, dates and signature stay, so that they verify."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.sealed import seal
from shouwang.papers.models import Paper
from shouwang.papers.reads.printing import PURPOSE
from shouwang.papers.rules.keeping import is_over, last_day_kept

EMPTY = "{}"


@transaction.atomic
def let_go(paper_ids: Sequence[UUID], *, days: int, by: Actor) -> int:
    """Delete what stands on papers that are over since more than ``days``, with every earlier version; how many. Others, and those that somebody keeps, stay as they are."""
    before, today = last_day_kept(days, clocks.today()), clocks.today()
    rows = Paper.objects.select_for_update().filter(pk__in=list(paper_ids), let_go_on__isnull=True, held_at__isnull=True).order_by("pk")
    over = [row for row in rows if by.covers(row.area) and is_over(row.kind, issued_on=row.issued_on, valid_to=row.valid_to, before=before)]
    for row in over:
        row.content, row.content_index = seal().close(PURPOSE, EMPTY), seal().index(PURPOSE, row.number)
        row.person_id, row.about, row.let_go_on = None, None, today
        row.version += 1
    Paper.objects.bulk_update(over, ["content", "content_index", "person", "about", "let_go_on", "version"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT papers_forget_history(%s)", [[row.pk for row in over]])
    record_event(by=by, action="papers.let_go", area=by.area, count=len(over), detail={"before": before.isoformat()})
    return len(over)

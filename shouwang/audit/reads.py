"""Doors to the log. Row-level security keeps each reader to the events of the own area."""

from django.db.models import QuerySet

from shouwang.audit.models import AuditEvent


def events(*, subject: str = "") -> QuerySet[AuditEvent]:
    """What was done, newest first; about one thing if ``subject`` is its id."""
    found = AuditEvent.objects.order_by("-at", "-id")
    return found.filter(subject=subject) if subject else found

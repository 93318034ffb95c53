"""The rows of tables that a list of staff speaks of: what an import of the list may make or change."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from shouwang.duty.models import Assignment, Staff


def listed_staff(codes: Collection[str]) -> list[QuerySet[Any]]:
    """Staff by their codes, and every duty of theirs."""
    return [Staff.objects.filter(code__in=codes), Assignment.objects.filter(staff__code__in=codes)]

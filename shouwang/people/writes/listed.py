"""How many persons are listed in a household: counted where no number of members was declared."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from shouwang.people.models import Household, Person


def count_listed(household_ids: Iterable[UUID | None]) -> None:
    """Count the persons of these households again."""
    wanted = {household_id for household_id in household_ids if household_id}
    if not wanted:
        return
    living = Person.objects.filter(household=OuterRef("pk"), merged_into__isnull=True).order_by()
    counted = living.values("household").annotate(n=Count("pk")).values("n")
    Household.objects.filter(pk__in=wanted).update(listed=Coalesce(Subquery(counted), 0))

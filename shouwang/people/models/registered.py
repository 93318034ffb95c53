"""What persons and households have in common: where they belong, which file brought them, which one they turned out to be."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.ids import uuid7


class SortedKey(models.CharField):
    """A folded text that is found by its beginning: compared byte by byte."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 60, "db_collation": "C", "blank": True, "default": "", **kwargs})


class Registered(models.Model):
    """Registered once; of two that turned out to be one, the row that gave way stays and names the other."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()  # of its grid, or of the village while no grid is known
    unit = UnitCode()
    remark = models.CharField(max_length=500, blank=True, default="")
    import_id = models.UUIDField(null=True, blank=True)  # the file that brought it, for taking the file back
    merged_into_id: UUID | None
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    moves_with_area: ClassVar[bool] = True
    can_merge: ClassVar[bool] = True

    class Meta:
        abstract = True

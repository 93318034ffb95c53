"""What lasts: an observation, a case, a round. Its state changes by its rules; every earlier version is kept by trigger."""

from typing import ClassVar

from django.db import models

from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.ids import uuid7


class Order(models.Model):
    """The common columns of every order."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    unit = UnitCode()
    reported_by = UnitCode()
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True, blank=True)  # post

    keeps_history: ClassVar[bool] = True
    moves_with_area: ClassVar[bool] = True  # an open order follows its area when that is moved in the tree
    ORDER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "area", "unit", "reported_by", "version", "created_at", "created_by")

    class Meta:
        abstract = True

    class Scope:
        by = "area"

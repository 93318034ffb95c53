"""Kept history."""

from django.db import models

from shouwang.lib.fields import AreaPath


class History(models.Model):
    """A row of an order as it was before a change, written by the database itself."""

    relation = models.CharField(max_length=60, db_collation="C")
    row_id = models.CharField(max_length=40, db_collation="C")
    area = AreaPath()
    at = models.DateTimeField()
    old = models.JSONField()

    append_only = True

    class Meta:
        indexes = [models.Index(fields=["relation", "row_id"])]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "relation", "row_id", "area", "at")
        sensitive = ("old",)

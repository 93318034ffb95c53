"""Which rules are in force where and when.

Rows are only added: of those that cover a day, the one that begins last applies, then the one put in force last.
"""

from django.db import models
from django.db.models import F, Q

from shouwang.lib.fields import AreaPath, UnitCode

PERIOD = Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
PUBLIC_RULES = "the rules in force are the same for everybody and are shown to everybody; holds no person"


class PackInForce(models.Model):
    """A policy pack put in force for an area and everything below it, with its whole content as it was that day."""

    area = AreaPath(db_index=True)
    pack_id = models.CharField(max_length=60, db_collation="C")
    version = models.PositiveIntegerField()
    disease = models.CharField(max_length=40, db_collation="C")
    digest = models.CharField(max_length=64, db_collation="C")
    content = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # its last day; null: until another one follows
    cutoff = models.TimeField(null=True, blank=True)  # statistics time of this area; null: the pack's
    freeze = models.TimeField(null=True, blank=True)
    at = models.DateTimeField()
    by_post = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField()

    append_only = True

    class Meta:
        constraints = [models.CheckConstraint(condition=PERIOD, name="pack_period")]

    class Scope:
        public = PUBLIC_RULES

    class Privacy:
        public = (
            "id", "area", "pack_id", "version", "disease", "digest", "content", "valid_from", "valid_to", "cutoff",
            "freeze", "at", "by_post", "reason",
        )


class OverlayInForce(models.Model):
    """What one unit does otherwise than its pack says. An overlay without rules ends the one before."""

    unit = UnitCode(blank=False)
    area = AreaPath()  # where the unit stands
    digest = models.CharField(max_length=64, db_collation="C")
    content = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by_post = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField()

    append_only = True

    class Meta:
        constraints = [models.CheckConstraint(condition=PERIOD, name="overlay_period")]
        indexes = [models.Index(fields=["unit", "valid_from"], name="overlay_unit")]

    class Scope:
        public = PUBLIC_RULES

    class Privacy:
        public = ("id", "unit", "area", "digest", "content", "valid_from", "valid_to", "at", "by_post", "reason")

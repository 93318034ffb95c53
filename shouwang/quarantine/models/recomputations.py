"""Measures begun that somebody proposes to put under the rules in force, until another person has decided."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shouwang.lib.fields import AreaPath
from shouwang.lib.ids import uuid7
from shouwang.quarantine.choices.conversions import RecomputationState


class Recomputation(models.Model):
    """A list of measures (their ids), the reason, the numbers as they were proposed; who proposed it and who decided."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()  # of the post that proposed it
    observations = models.JSONField(default=list)
    every = models.PositiveIntegerField()
    later = models.PositiveIntegerField()  # of these, with a later last day
    sooner = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField(null=True, blank=True)  # the user
    proposed_name = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=RecomputationState.choices, default=RecomputationState.PROPOSED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.BigIntegerField(null=True, blank=True)
    decided_name = models.CharField(max_length=80, blank=True, default="")
    remark = models.CharField(max_length=300, blank=True, default="")
    changed = models.PositiveIntegerField(default=0)  # how many were put under the rules when it was confirmed

    moves_with_area: ClassVar[bool] = True

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state=RecomputationState.CONFIRMED) | Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="recomputation_two_users"),
            models.CheckConstraint(condition=~Q(state=RecomputationState.CONFIRMED) | ~Q(decided_name=F("proposed_name")), name="recomputation_two_people"),
        ]
        indexes = [models.Index(fields=["area", "proposed_at"], condition=Q(state=RecomputationState.PROPOSED), name="recomputation_open")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "every", "later", "sooner", "proposed_at", "proposed_by", "state", "decided_at", "decided_by", "changed")
        personal = ("observations", "reason", "proposed_name", "decided_name", "remark")

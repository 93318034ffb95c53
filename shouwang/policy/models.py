"""Which rules are in force where and when, and what one person proposed and another has to confirm.

Rows are only added: of those that cover a day, the one that begins last applies, then the one put in force last.
"""

from collections.abc import Callable
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.ids import uuid7
from shouwang.policy.choices import ProposalState

PERIOD = Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
PUBLIC_RULES = "the rules in force are the same for everybody and are shown to everybody; holds no person"


class Decided(models.Model):
    """How rules came into force: who proposed and who confirmed them, on what basis; or why one person did it alone."""

    at = models.DateTimeField()
    by_post = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField()
    basis = models.CharField(max_length=300, blank=True, default="")  # the order or plan that says so, with its number
    proposal = models.UUIDField(null=True, blank=True)
    proposed_by = models.CharField(max_length=80, blank=True, default="")
    proposed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=80, blank=True, default="")
    alone_because = models.CharField(max_length=300, blank=True, default="")

    DECIDED_FIELDS = ("at", "by_post", "reason", "basis", "proposal", "proposed_at", "alone_because")
    NAMES = ("proposed_by", "confirmed_by")

    class Meta:
        abstract = True


class PackInForce(Decided):
    """A policy pack put in force for an area and everything below it, with its whole content as it was that day."""

    id: int
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
    recompute = models.BooleanField(default=False)  # periods already begun: recompute their last day; else they keep their rule

    append_only = True

    class Meta:
        constraints = [models.CheckConstraint(condition=PERIOD, name="pack_period")]

    class Scope:
        public = PUBLIC_RULES

    class Privacy:
        public = (
            *Decided.DECIDED_FIELDS, "id", "area", "pack_id", "version", "disease", "digest", "content", "valid_from",
            "valid_to", "cutoff", "freeze", "recompute",
        )  # fmt: skip
        personal = Decided.NAMES


class OverlayInForce(Decided):
    """What one unit does otherwise than its pack says. An overlay without rules ends the one before."""

    unit = UnitCode(blank=False)
    area = AreaPath()  # where the unit stands
    digest = models.CharField(max_length=64, db_collation="C")
    content = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    append_only = True

    class Meta:
        constraints = [models.CheckConstraint(condition=PERIOD, name="overlay_period")]
        indexes = [models.Index(fields=["unit", "valid_from"], name="overlay_unit")]

    class Scope:
        public = PUBLIC_RULES

    class Privacy:
        public = (*Decided.DECIDED_FIELDS, "id", "unit", "area", "digest", "content", "valid_from", "valid_to")
        personal = Decided.NAMES


class Proposal(models.Model):
    """Rules that one person wants put in force: a pack, or a unit's overlay. Another person confirms or declines."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = AreaPath()
    unit = UnitCode()  # the unit whose overlay it is; empty: a pack
    pack_id = models.CharField(max_length=60, blank=True, default="", db_collation="C")
    version = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, db_collation="C")
    content = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    cutoff = models.TimeField(null=True, blank=True)
    freeze = models.TimeField(null=True, blank=True)
    recompute = models.BooleanField(default=False)  # as in PackInForce
    reason = models.TextField()
    basis = models.CharField(max_length=300, blank=True, default="")
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField(null=True, blank=True)  # the user
    proposed_post = models.BigIntegerField(null=True, blank=True)
    proposed_name = models.CharField(max_length=80, blank=True, default="")
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.BigIntegerField(null=True, blank=True)
    decided_post = models.BigIntegerField(null=True, blank=True)
    decided_name = models.CharField(max_length=80, blank=True, default="")
    remark = models.CharField(max_length=300, blank=True, default="")

    get_state_display: Callable[[], str]

    append_only = True
    may_change: ClassVar[tuple[str, ...]] = (
        "state", "decided_at", "decided_by", "decided_post", "decided_name", "remark",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=PERIOD, name="proposal_period"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(state="withdrawn") | ~Q(decided_by=F("proposed_by")),
                name="proposal_two_people",
            ),
        ]
        indexes = [models.Index(fields=["area"], condition=Q(state="proposed"), name="proposal_open")]

    class Scope:
        by = "area"

    class Privacy:
        public = (
            "id", "area", "unit", "pack_id", "version", "digest", "content", "valid_from", "valid_to", "cutoff",
            "freeze", "recompute", "reason", "basis", "proposed_at", "proposed_by", "proposed_post", "expires_at", "state",
            "decided_at", "decided_by", "decided_post", "remark",
        )  # fmt: skip
        personal = ("proposed_name", "decided_name")

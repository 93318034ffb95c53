"""Links without an account, and how often each connection tried."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from shouwang.ledger.orders import Order
from shouwang.lib.sealed import KeyedIndex

SHOWN = "code_index = decode(nullif(current_setting('app.shown', true), ''), 'hex')"


class Link(Order):
    """What a person or a household opens the own page with. Only a keyed hash of its code is kept."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    person_id: UUID | None
    household = models.ForeignKey("people.Household", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    household_id: UUID | None
    code_index = KeyedIndex(unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=200, blank=True, default="")
    last_used_on = models.DateField(null=True, blank=True)  # the day is enough to know that it reached somebody
    given_by = models.CharField(max_length=80, blank=True, default="")

    moves_when: ClassVar[Q] = Q(revoked_at__isnull=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, household__isnull=False) | Q(person__isnull=False, household__isnull=True),
                name="link_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "created_at"], name="link_area"),
            models.Index(fields=["household"], name="link_household"),
        ]

    class Scope(Order.Scope):
        also = SHOWN  # who shows the code finds its row, and no other

    class Privacy:
        public = (*Order.ORDER_FIELDS, "expires_at", "revoked_at", "last_used_on")
        personal = ("person", "household", "revoked_why", "given_by")
        sealed = ("code_index",)


class TryCount(models.Model):
    """How often one connection tried something in one span of time. The connection is a keyed hash that changes daily."""

    source = KeyedIndex()
    kind = models.CharField(max_length=20)
    window = models.BigIntegerField()
    tries = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "window"], name="try_count_once")]
        indexes = [models.Index(fields=["kind", "window"], name="try_count_window")]

    class Scope:
        public = "counted before anybody is known; holds hashes and numbers, no area and no person"

    class Privacy:
        public = ("id", "kind", "window", "tries")
        sealed = ("source",)

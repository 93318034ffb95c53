"""Tables of papers: what was issued, the wording it was set with, the numbers given out, the keys published."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from shouwang.ledger.orders import Order
from shouwang.lib.fields import AreaPath
from shouwang.lib.sealed import KeyedIndex, SealedText
from shouwang.papers.choices import Language, PaperKind


class Wording(models.Model):
    """One version of the template of a kind in a county; the last one is in use. Rows are only added."""

    area = AreaPath()  # of the county
    kind = models.CharField(max_length=40, choices=PaperKind.choices)
    version = models.PositiveIntegerField()
    source = models.TextField()
    house = models.TextField()  # what all templates share, as it was then, so that a reprint is the same
    shipped = models.BooleanField()  # as it comes with the product; follows it until the county changes it
    at = models.DateTimeField()
    by_post = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "kind", "version"], name="wording_version")]

    class Scope:
        public = "the wording of notices is the same for everybody in a county; holds no person"
        also = "shipped AND starts_with(current_setting('app.lo', true), area)"  # whoever prints first writes down what is shipped

    class Privacy:
        public = ("id", "area", "kind", "version", "source", "house", "shipped", "at", "by_post", "reason")


class Paper(Order):
    """A paper that was issued: number, dates, and everything printed on it, sealed, so that a reprint is the same."""

    number = models.CharField(max_length=40, unique=True, db_collation="C")
    kind = models.CharField(max_length=40, choices=PaperKind.choices)
    language = models.CharField(max_length=10, choices=Language.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_id: UUID | None
    about = models.UUIDField(null=True, blank=True)  # the observation, transfer or sheet it is about
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    wording_id: int
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    content = SealedText()
    content_index = KeyedIndex()  # of what the paper says: the same on the same day is the same paper
    token = models.CharField(max_length=400, db_collation="C")  # what the QR code holds, signed
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True, default="")
    withdrawn_by = models.CharField(max_length=80, blank=True, default="")
    held_at = models.DateTimeField(null=True, blank=True)  # since when it is kept whatever its time
    held_by = models.CharField(max_length=80, blank=True, default="")
    held_why = models.CharField(max_length=300, blank=True, default="")
    let_go_on = models.DateField(null=True, blank=True)  # since when it says nothing of the person any more

    refers: ClassVar[dict[str, tuple[str, ...]]] = {"about": ("quarantine.Observation",)}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "issued_on", "content_index"], condition=Q(withdrawn_at__isnull=True), name="paper_once",
            ),
            models.CheckConstraint(condition=Q(held_at__isnull=True) | (~Q(held_why="") & Q(let_go_on__isnull=True)), name="paper_held_why"),
            models.CheckConstraint(condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""), name="paper_withdrawn_why"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["area", "issued_on"], name="paper_area"),
            models.Index(fields=["person"], name="paper_person"),
            models.Index(fields=["about"], name="paper_about"),
            models.Index(fields=["area", "issued_on"], condition=Q(let_go_on__isnull=True), name="paper_held"),
        ]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "number", "kind", "language", "about", "wording", "issued_on", "issued_at", "withdrawn_at", "held_at", "let_go_on")
        personal = ("person", "token", "withdrawn_by", "held_by")
        sensitive = ("valid_from", "valid_to", "withdrawn_why", "held_why")
        sealed = ("content", "content_index")


class Series(models.Model):
    """The last number given out in a county for a kind on a day. Kept apart, for nobody sees all papers of a county."""

    county = AreaPath()
    kind = models.CharField(max_length=40)
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "kind", "day"], name="series_once")]

    class Scope:
        public = "how many papers of a kind a county issued on a day; holds no person"

    class Privacy:
        public = ("id", "county", "kind", "day", "last")


class CountyKey(models.Model):
    """A public key that papers of a county were signed with. Published; stays after the private key is gone."""

    code = models.CharField(max_length=6, db_collation="C")
    name = models.CharField(max_length=8, db_collation="C")  # first bytes of its SHA-256, hexadecimal
    public_key = models.CharField(max_length=64, db_collation="C")  # 32 bytes, hexadecimal
    since = models.DateTimeField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "public_key"], name="county_key_once")]

    class Scope:
        public = "public keys are published so that everybody can verify a certificate"

    class Privacy:
        public = ("id", "code", "name", "public_key", "since")

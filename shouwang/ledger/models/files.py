"""Imported spreadsheets: the file as it came, and every row of it with its verdict. What rows say is sealed."""

from collections.abc import Callable
from typing import Any

from django.db import models

from shouwang.ledger.choices import State
from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.ids import uuid7
from shouwang.lib.sealed import KeyedIndex, SealedText


class ImportFile(models.Model):
    """A file on its way into the records."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    unit = UnitCode()
    ledger = models.CharField(max_length=60, db_collation="C")
    file_name = models.CharField(max_length=200)
    content = SealedText()  # the original
    size = models.IntegerField()  # bytes of the original
    digest = KeyedIndex()  # equal files are found by it
    as_of = models.DateTimeField(null=True, blank=True)  # as of when the sheet speaks, said by the sender
    sheet_as_of = models.DateTimeField(null=True, blank=True)  # the same, said by the sheet
    language = models.CharField(max_length=10)  # the sender's: sentences of verdicts are written in it
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    at_once = models.BooleanField(default=False)  # record without waiting for a look at the verdicts
    sheets = models.JSONField(default=list)
    ignored = models.JSONField(default=list)
    done = models.IntegerField(default=0)  # rows of the present step
    total = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)  # starts of the present step since it last got further
    counts = models.JSONField(default=dict)  # rows by outcome
    code = models.CharField(max_length=40, blank=True, default="")  # why it failed
    reason = models.TextField(blank=True, default="")
    by_user = models.BigIntegerField(null=True, blank=True)  # who sent it; none: the operator at the machine
    by_post = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=80, blank=True, default="")
    ordered_by_user = models.BigIntegerField(
        null=True, blank=True
    )  # who wants the present step; it is done in this post's name
    ordered_by_post = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    rows: Any  # by its related name, manager of the ImportRows of this file
    get_state_display: Callable[[], str]

    moves_with_area = True

    class Meta:
        indexes = [
            models.Index(fields=["area", "-created_at"], name="import_area"),
            models.Index(fields=["digest"], name="import_digest"),
            models.Index(fields=["state"], name="import_state"),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = (
            "id",
            "area",
            "unit",
            "ledger",
            "size",
            "as_of",
            "sheet_as_of",
            "language",
            "state",
            "at_once",
            "done",
            "total",
            "tries",
            "counts",
            "code",
            "by_user",
            "by_post",
            "ordered_by_user",
            "ordered_by_post",
            "created_at",
            "judged_at",
            "committed_at",
            "undone_at",
        )
        personal = ("file_name", "by_name", "reason", "sheets", "ignored")
        sealed = ("content", "digest")


class ImportRow(models.Model):
    """One row (one reading of a wide row) of a file: what it says, what became of it."""

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="rows")
    area = AreaPath()
    number = models.IntegerField()  # in the order of the file, from 1
    sheet = models.CharField(max_length=100)
    row = models.IntegerField()  # as the spreadsheet shows it, from 1
    column = models.CharField(max_length=100, blank=True, default="")  # heading of a reading in a wide sheet
    outcome = models.CharField(max_length=24, db_collation="C")
    code = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    of_row = models.IntegerField(null=True, blank=True)  # the row of the sheet that says the same
    content = SealedText()  # values, reason, warnings, facts of the verdict
    pending = models.BooleanField(default=False)  # still to be recorded
    committed = models.BooleanField(default=False)
    record_id = models.UUIDField(null=True, blank=True)

    moves_with_area = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["file", "outcome", "number"], name="import_row_outcome"),
            models.Index(fields=["file", "number"], name="import_row_pending", condition=models.Q(pending=True)),
            models.Index(fields=["record_id"], name="import_row_record", condition=models.Q(record_id__isnull=False)),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = (
            "id",
            "file",
            "area",
            "number",
            "row",
            "outcome",
            "code",
            "of_row",
            "pending",
            "committed",
            "record_id",
        )
        personal = ("sheet", "column")
        sealed = ("content",)

"""What an office said its headings mean; the next sheet of that office is read the same way."""

from django.db import models

from shouwang.lib.fields import AreaPath


class HeadingChoice(models.Model):
    """One heading of one ledger, as one office writes it, and the column it stands for."""

    area = AreaPath()  # the office's own
    ledger = models.CharField(max_length=60, db_collation="C")
    heading = models.CharField(max_length=100)  # folded, as headings are compared
    field = models.CharField(max_length=60, blank=True, default="", db_collation="C")  # empty: goes to the remark
    by_post = models.BigIntegerField(null=True, blank=True)
    chosen_at = models.DateTimeField()

    moves_with_area = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "ledger", "heading"], name="heading_once")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "ledger", "heading", "field", "by_post", "chosen_at")

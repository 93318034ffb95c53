"""What an import did to rows that are no records of their own, so that it can be taken back as a whole."""

from django.db import models

from shouwang.lib.fields import AreaPath
from shouwang.lib.sealed import SealedText


class ImportChange(models.Model):
    """One row that an import made or changed: as it was before (nothing, if it was made), and as the import left it."""

    import_id = models.UUIDField()
    area = AreaPath()  # of the import
    step = models.UUIDField()  # rows recorded together; later ones sort later
    relation = models.CharField(max_length=60, db_collation="C")  # the model's label
    row_id = models.CharField(max_length=40, db_collation="C")
    made = models.BooleanField(default=False)
    content = SealedText()

    moves_with_area = True

    class Meta:
        indexes = [models.Index(fields=["import_id"], name="import_change_import")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "import_id", "area", "step", "relation", "row_id", "made")
        sealed = ("content",)

"""One table, only ever added to."""

from django.db import models

from shouwang.lib.fields import AreaPath, UnitCode


class AuditEvent(models.Model):
    """One write or one look at a sealed value. Holds no personal data itself, only the ids of what was touched."""

    at = models.DateTimeField(db_index=True)
    user_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    post_id = models.BigIntegerField(null=True, blank=True)
    actor = models.CharField(max_length=80)
    role = models.CharField(max_length=40, blank=True, default="", db_collation="C")  # the duty of the post, as it was then
    unit = UnitCode()  # the post's office, as it was then
    action = models.CharField(max_length=60, db_index=True)
    area = AreaPath(db_index=True)
    count = models.IntegerField(default=1)
    subject = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    append_only = True

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"]),
            models.Index(fields=["user_id", "at"], name="audit_user"),
            models.Index(fields=["at", "id"], name="audit_time"),
        ]

    class Scope:
        by = "area"
        own = "subject"

    class Privacy:
        public = ("id", "at", "user_id", "post_id", "role", "unit", "action", "area", "count", "subject", "detail")
        personal = ("actor", "reason")

"""Users, the posts they hold, and the tokens their devices show."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from shouwang.accounts.choices import LONGEST_FILTER, Role
from shouwang.lib.fields import AreaPath, UnitCode


class User(AbstractUser):
    """Someone who signs in. What they may do comes from their posts, never from here."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True, default="", db_collation="C")  # chosen; empty: the browser's

    class Scope:
        public = "looked up at sign-in, before any scope is known; holds no area"

    class Privacy:
        public = ("id", "username", "is_active", "is_staff", "is_superuser", "date_joined", "last_login", "groups", "user_permissions", "language")
        personal = ("full_name", "email")
        sealed = ("password",)


class Post(models.Model):
    """A duty of one user in one area for a period: the source of every right."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=30, choices=Role.choices)
    area = AreaPath()
    unit = UnitCode()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    moves_with_area = True

    class Meta:
        indexes = [models.Index(fields=["area"])]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="post_period"),
        ]

    class Scope:
        by = "area"
        also = "user_id = nullif(current_setting('app.login', true), '')::bigint"

    class Privacy:
        public = ("id", "user", "role", "area", "unit", "valid_from", "valid_to")


class ApiToken(models.Model):
    """What a device or another system shows instead of a password. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=60)
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Scope:
        public = "looked up at sign-in, before any scope is known; holds hashes only"

    class Privacy:
        public = ("id", "user", "label", "created_at", "revoked_at")
        sealed = ("digest",)


class SavedFilter(models.Model):
    """A list's filter that somebody gave a name: for the own post, or shared with the posts of the own office."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=60, db_collation="C")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=LONGEST_FILTER, blank=True)  # a query string: filters, order, columns; names nobody
    area = AreaPath()  # the office: area and unit of the post it was saved in
    unit = UnitCode()
    shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    moves_with_area = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "list_key", "user", "name"], name="saved_filter_once")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "user", "list_key", "name", "query", "area", "unit", "shared", "saved_at")


class ColumnChoice(models.Model):
    """The columns of a list that somebody wants to see, in order."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=60, db_collation="C")
    columns = ArrayField(models.CharField(max_length=60))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "list_key"], name="column_choice_once")]

    class Scope:
        public = "the look of a list: holds no area and nothing about anybody"

    class Privacy:
        public = ("id", "user", "list_key", "columns")

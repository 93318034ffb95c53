"""Persons and their other names."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from shouwang.accounts.scope import guests_by
from shouwang.lib.fields import AreaPath
from shouwang.lib.sealed import KeyedIndex, SealedText
from shouwang.people.choices import DocumentKind, Sex
from shouwang.people.models.homes import Household
from shouwang.people.models.registered import Registered, SortedKey


class Person(Registered):
    """One human being. ``identity_index`` is what makes a person one: the document, else name, birth, phone and address.

    Two that turned out to be one are merged: the row that gave way stays, so that its identity is still recognised.
    """

    household_id: UUID | None
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="persons")
    full_name = models.CharField(max_length=60)  # as written
    name_key = SortedKey()
    given_key = SortedKey()
    initials = SortedKey()
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True, default="")
    birth_date = models.DateField(null=True, blank=True)
    document_kind = models.CharField(
        max_length=24, choices=DocumentKind.choices, blank=True, default="", db_collation="C"
    )
    document = SealedText(null=True, blank=True)
    document_masked = models.CharField(max_length=24, blank=True, default="")
    identity_index = KeyedIndex()
    no_document_reason = models.CharField(max_length=120, blank=True, default="")
    phone = SealedText(null=True, blank=True)
    phone_masked = models.CharField(max_length=24, blank=True, default="")
    phone_index = KeyedIndex(null=True, blank=True)
    registered_address = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    employer = models.CharField(max_length=120, blank=True, default="")
    relation_to_head = models.CharField(max_length=40, blank=True, default="")
    present = models.BooleanField(null=True, blank=True)
    away_place = models.CharField(max_length=120, blank=True, default="")
    return_on = models.DateField(null=True, blank=True)
    doses = models.PositiveSmallIntegerField(null=True, blank=True)
    last_dose_on = models.DateField(null=True, blank=True)
    groups = models.JSONField(default=list, blank=True)  # of words

    keeps_history: ClassVar[bool] = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity_index"], name="person_once")]
        indexes = [
            models.Index(fields=["area"], name="person_area"),
            models.Index(fields=["name_key", "birth_date"], name="person_name"),
            # By name first: a search ends with the first page of names, however many people the post may see.
            models.Index(fields=["name_key", "area"], name="person_name_area"),
            models.Index(fields=["given_key", "area"], name="person_given"),
            models.Index(fields=["initials", "area"], name="person_initials"),
            models.Index(fields=["area"], name="person_unproven", condition=~Q(document_kind=DocumentKind.RESIDENT_ID)),
            models.Index(
                fields=["phone_index", "name_key"], name="person_phone", condition=Q(phone_index__isnull=False)
            ),
        ]

    class Scope:
        by = "area"
        shown = guests_by("id")
        own = (
            "id = ANY (string_to_array(nullif(current_setting('app.own', true), ''), ',')::uuid[])"
            " OR household_id = ANY (string_to_array(nullif(current_setting('app.own', true), ''), ',')::uuid[])"
        )

    class Privacy:
        public = ("id", "area", "unit", "import_id", "merged_into", "created_at", "updated_at")
        personal = (
            "household", "full_name", "name_key", "given_key", "initials", "sex", "birth_date", "document_kind",
            "document_masked", "no_document_reason", "phone_masked", "registered_address", "address", "employer",
            "relation_to_head",
        )  # fmt: skip
        sensitive = ("present", "away_place", "return_on", "doses", "last_dose_on", "groups", "remark")
        sealed = ("document", "identity_index", "phone", "phone_index")



class NameVariant(models.Model):
    """Another spelling under which somebody wrote the same person."""

    person_id: UUID
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="variants")
    area = AreaPath()
    full_name = models.CharField(max_length=60)
    name_key = SortedKey()
    created_at = models.DateTimeField()

    moves_with_area: ClassVar[bool] = True
    follows_merge: ClassVar[bool] = False  # the one who stays gets the names as well: writes.merged_persons

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "full_name"], name="name_variant_once")]
        indexes = [models.Index(fields=["name_key"], name="name_variant_key")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "created_at")
        personal = ("person", "full_name", "name_key")

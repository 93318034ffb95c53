"""Laws 2, 6 and 9 as the database keeps them: scope on every table, privacy class on every field, records only added to."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from shouwang.accounts.enforcement import own_models, place_column, scope_of

CLASSES = ("public", "personal", "sensitive", "sealed")
pytestmark = pytest.mark.django_db


def columns(model: Any) -> set[str]:
    return {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}


def models() -> list[Any]:
    apps.check_apps_ready()
    return own_models()


def test_every_table_says_who_sees_its_rows() -> None:
    for model in models():
        scope = scope_of(model)
        assert hasattr(scope, "by") or len(getattr(scope, "public", "")) > 20, f"{model._meta.label}: say why everybody may see it"


def test_a_table_with_an_area_or_a_person_is_scoped_or_says_why_not() -> None:
    for model in models():
        if {"area", "person", "person_id", "full_name"} & columns(model) and not hasattr(scope_of(model), "by"):
            assert len(scope_of(model).public) > 20, model._meta.label


def test_the_database_enforces_every_scope() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity")
        enforced = {name for (name,) in cursor.fetchall()}
    wanted = {model._meta.db_table for model in models() if getattr(scope_of(model), "by", None) == "area"}
    assert wanted <= enforced, f"row-level security is missing on {sorted(wanted - enforced)}"


def test_what_is_public_about_an_area_is_written_only_within_the_scope() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT polrelid::regclass::text FROM pg_policy WHERE polname = 'scope' AND polwithcheck IS NOT NULL")
        limited = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        enforced = {name for (name,) in cursor.fetchall()}
    named = {model._meta.db_table for model in models() if place_column(model) or "person_id" in columns(model)}
    assert named <= enforced, f"row-level security is missing on {sorted(named - enforced)}"
    assert named <= limited, f"anybody may write {sorted(named - limited)}"


def test_a_scoped_table_has_its_area_compared_byte_by_byte() -> None:
    for model in models():
        if getattr(scope_of(model), "by", None) == "area":
            field = model._meta.get_field("area")
            assert field.db_collation == "C", f"{model._meta.label}: use lib.fields.AreaPath"


def test_every_field_has_exactly_one_privacy_class() -> None:
    for model in models():
        privacy = getattr(model, "Privacy", None)
        assert privacy, f"{model._meta.label} has no privacy classes: add class Privacy"
        listed = [name for kind in CLASSES for name in getattr(privacy, kind, ())]
        fields = columns(model)
        assert sorted(listed) == sorted(set(listed)), f"{model._meta.label}: a field has two privacy classes"
        assert set(listed) == fields, f"{model._meta.label}: without class {sorted(fields - set(listed))}, unknown {sorted(set(listed) - fields)}"


def test_records_are_only_added_to() -> None:
    with connection.cursor() as cursor:
        for model in models():
            if getattr(model, "append_only", False):
                cursor.execute("SELECT has_table_privilege(current_user, %s, 'DELETE'), has_table_privilege(current_user, %s, 'UPDATE')", [model._meta.db_table] * 2)
                assert cursor.fetchone() == (False, False), f"{model._meta.label} can be changed by the application"


def test_orders_keep_their_history() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'keep_history'")
        kept = {name for (name,) in cursor.fetchall()}
    wanted = {model._meta.db_table for model in models() if getattr(model, "keeps_history", False)}
    assert wanted <= kept

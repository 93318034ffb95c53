"""Everything in a person's file stands under words, not under names of the code; no two of its sheets are called the same."""

from django.utils import translation

from shouwang.accounts.enforcement import references, scope_of
from shouwang.people.exchange.files import SHEET_NAME
from shouwang.people.models import Household, Person
from shouwang.people.writes.files import sealed_index
from shouwang.project.headings import COLUMNS, TABLES

HANDED_OUT = [Person, Household, *(model for model, _column in references(Person) if hasattr(scope_of(model), "by"))]


def test_every_table_and_column_of_a_persons_file_has_words() -> None:
    tables = {model._meta.label for model in HANDED_OUT}
    columns = {field.attname for model in HANDED_OUT for field in model._meta.concrete_fields if not sealed_index(model, field.name)}
    assert tables == TABLES.keys(), f"name them in project/headings.py: {tables ^ TABLES.keys()}"
    assert columns == COLUMNS.keys(), f"name them in project/headings.py: {columns ^ COLUMNS.keys()}"


def test_sheets_can_be_told_apart_in_every_language() -> None:
    for language in ("en", "zh-hans", "zh-hant"):
        with translation.override(language):
            named = [str(words)[:SHEET_NAME].casefold() for words in (*TABLES.values(), translation.gettext("Story"))]
        assert len(set(named)) == len(named)
        assert not any(set(name) & set("[]:*?/\\") or name != name.strip("'") for name in named)

"""The select that is drawn without templates is the one that Django's templates draw."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.test.html import parse_html
from django.utils.translation import gettext_lazy

from shouwang.ui.renderers import FormRenderer

CHOICES: dict[str, Any] = {
    "plain": [("", "---------"), ("a", "A & <B>"), (3, "three")],
    "lazy": [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
    "groups": [("Town <1>", [("v1", "Hill"), ("v2", "Lake \"2\"")]), ("x", "alone")],
    "none": [],
}


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
@pytest.mark.parametrize("value", ["", "a", "v2", 3, ["a", "v1"], None])
def test_the_markup_is_the_same(name: str, widget: type[forms.Select], value: Any) -> None:
    select = widget(attrs={"class": "form-select", "required": True, "disabled": False, "data-x": '"<&'}, choices=CHOICES[name])
    drawn = [select.render("place", value, {"id": "id_place"}, renderer=renderer()) for renderer in (DjangoTemplates, FormRenderer)]
    assert parse_html(drawn[0]) == parse_html(drawn[1])


def test_forms_are_drawn_by_it() -> None:
    assert isinstance(get_default_renderer(), FormRenderer)

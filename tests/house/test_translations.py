"""Every visible string is translated, in both scripts, with the placeholders of its source."""

import re

import polib
import pytest
from django.contrib.auth import password_validation
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import translation

from scripts import messages
from shouwang.accounts.models import User
from shouwang.lib.traditional import traditional as in_traditional


def test_every_string_is_translated() -> None:
    found = messages.problems()
    assert not found, "run scripts/messages.py and translate what it lists:\n" + "\n".join(found[:40])


@pytest.mark.parametrize("script", [messages.SIMPLIFIED, messages.TRADITIONAL])
def test_readers_are_addressed_in_one_form(script: str) -> None:
    catalogue = polib.pofile(str(messages.LOCALE / script / "LC_MESSAGES" / "django.po"))
    said = {entry.msgid: "".join([entry.msgstr, *entry.msgstr_plural.values()]) for entry in catalogue}
    found = [source for source, words in said.items() if re.search("[你妳]", words)]
    assert not found, f"say 您 for these: {found}"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
@pytest.mark.parametrize("password", ["kurz", "password123", "wangyang-99"])
def test_hints_about_passwords_are_said_in_the_same_form(language: str, password: str) -> None:
    with translation.override(language):
        hints = [*password_validation.password_validators_help_texts(), str(SetPasswordForm.error_messages["password_mismatch"])]
        hints.append(str(PasswordChangeForm.error_messages["password_incorrect"]))
        with pytest.raises(ValidationError) as refused:
            password_validation.validate_password(password, User(username="wangyang"))
        hints += refused.value.messages
    assert not [hint for hint in hints if re.search("[你妳]", hint) or not re.search("[\u4e00-\u9fff]", hint)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = _("one") + gettext_lazy("two")', {"one", "two"}),
        ('x = ngettext("%(n)s row", "%(n)s rows", n)', {"%(n)s row"}),
        ('x = _("a long " "sentence")', {"a long sentence"}),
        ('x = other("three")', set()),
        ('from django.utils.translation import gettext as _text\nx = _text("four")', {"four"}),
    ],
)
def test_strings_are_collected_from_python(source: str, found: set[str]) -> None:
    assert {
        message.text for message in messages._extracted(source.encode(), messages._keywords(source.encode()))
    } == found


def test_strings_are_collected_from_templates() -> None:
    template = """{% translate "one" %}<p title="{% translate 'two' %}">
        {% blocktranslate trimmed with a=b %}
          three {{ a }}
        {% endblocktranslate %} it's (100%) done
        {% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
        {{ _('four')|default:"x" }}
    """
    found = set(messages._extracted(messages._as_python(template, "test")))
    assert {message.text for message in found} == {"one", "two", "three %(a)s", "%(n)s row", "four"}
    assert messages.Message("%(n)s row", "%(n)s rows") in found


@pytest.mark.parametrize(
    ("text", "plural", "translation", "fits"),
    [
        ("%(n)s of %(m)s", "", "%(m)s中的%(n)s", True),
        ("%(n)s of %(m)s", "", "%(m)s", False),
        ("one row", "%(n)s rows", "%(n)s行", True),
        ("%(n)s row", "%(n)s rows", "一行", False),
        ("100%% done", "", "100%%完成", True),
    ],
)
def test_a_translation_keeps_the_placeholders(text: str, plural: str, translation: str, fits: bool) -> None:
    assert messages._fits(messages.Message(text, plural), translation) is fits


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("疫情防控台账", "疫情防控臺賬"),
        ("网格员上门摸排", "網格員上門摸排"),
        ("复核", "複核"),
        ("%(name)s的体温", "%(name)s的體溫"),
        ("里面有头发", "裡面有頭髮"),
    ],
)
def test_traditional_uses_the_terms_of_the_field(simplified: str, traditional: str) -> None:
    assert in_traditional(simplified) == traditional


def test_what_is_checked_is_what_is_compiled() -> None:
    for language in (messages.SIMPLIFIED, messages.TRADITIONAL):
        assert polib.pofile(str(messages._file(language))).percent_translated() == 100

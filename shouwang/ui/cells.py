"""Small pieces that draw themselves, in a table's cell or anywhere in a page: badges, links, masked values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from shouwang.ui import formats, icons

TONES = ("neutral", "info", "good", "warn", "alert")


def icon(name: str, label: Any = "", css: str = "") -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it has a label of its own."""
    return _icon(name, str(label), css)


@lru_cache(maxsize=512)  # a page of fifty rows draws the same few icons hundreds of times
def _icon(name: str, label: str, css: str) -> SafeString:
    href = f"{static('ui/icons.svg')}#{icons.check(name)}"
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon {}" {}><use href="{}"></use></svg>', css, spoken, href)


def check_tone(tone: str) -> str:
    """The tone itself. Raises ValueError for one the style sheet does not know."""
    if tone not in TONES:
        raise ValueError(f"no tone {tone!r}: one of {', '.join(TONES)}")
    return tone


class Piece:
    """Something that draws itself: a template shows it as HTML, whether written alone or put into other HTML."""

    def __html__(self) -> str:
        """The piece as HTML."""
        raise NotImplementedError

    def __str__(self) -> str:
        """The same for a template that writes the piece as it is."""
        return SafeString(self.__html__())

    @property
    def plain(self) -> Any:
        """What a spreadsheet shows of the piece: its value without dress."""
        return strip_tags(self.__html__())


@dataclass(frozen=True)
class Badge(Piece):
    """A state in a word. The tone is never the only carrier of meaning: the word says it too."""

    text: Any
    tone: str = "neutral"
    icon: str = ""

    def __html__(self) -> str:
        """The badge as HTML."""
        mark = icon(self.icon) if self.icon else ""
        return format_html('<span class="badge tone-{}">{}{}</span>', check_tone(self.tone), mark, self.text)

    @property
    def plain(self) -> Any:
        """The word."""
        return plain(self.text)


@dataclass(frozen=True)
class Link(Piece):
    """A text that leads to a page."""

    text: Any
    url: str
    icon: str = ""

    def __html__(self) -> str:
        """The link as HTML."""
        mark = icon(self.icon) if self.icon else ""
        return format_html('<a href="{}">{}{}</a>', self.url, mark, show(self.text))

    @property
    def plain(self) -> Any:
        """The text without its address."""
        return plain(self.text)


@dataclass(frozen=True)
class Button(Piece):
    """A link that looks like a button, for the last column of a table."""

    text: Any
    url: str
    icon: str = ""

    def __html__(self) -> str:
        """The button as HTML."""
        mark = icon(self.icon) if self.icon else ""
        return format_html('<a class="btn btn-sm" href="{}">{}{}</a>', self.url, mark, self.text)

    @property
    def plain(self) -> Any:
        """Nothing: a button leads somewhere, it says nothing about the row."""
        return ""


@dataclass(frozen=True)
class Choice(Piece):
    """A button of a row that sends the form around the table with the row's value."""

    text: Any
    name: str
    value: str

    def __html__(self) -> str:
        """The button as HTML."""
        return format_html('<button class="btn btn-sm" name="{}" value="{}">{}</button>', self.name, self.value, self.text)

    @property
    def plain(self) -> Any:
        """Nothing: a file has no buttons."""
        return ""


@dataclass(frozen=True)
class Masked(Piece):
    """A sealed value, shown masked. Revealing posts to ``reveal_url``, which asks for a reason and writes the log."""

    value: str
    reveal_url: str = ""
    label: Any = ""

    def __html__(self) -> str:
        """The masked value as HTML."""
        return render_to_string("ui/masked.html", {"masked": self})

    @property
    def plain(self) -> Any:
        """The value, masked."""
        return self.value


@dataclass(frozen=True)
class Temperature(Piece):
    """A body temperature; marked where it reaches the pack's fever threshold."""

    value: Any
    fever_from: Any = None

    def __html__(self) -> str:
        """The temperature as HTML."""
        fever = self.value is not None and self.fever_from is not None and self.value >= self.fever_from
        text = formats.temperature(self.value)
        mark = icon("temperature-plus") if fever else ""
        return format_html('<span class="temperature{}">{}{}</span>', " is-fever" if fever else "", mark, text)

    @property
    def plain(self) -> Any:
        """The number."""
        return self.value


@dataclass(frozen=True)
class Lines(Piece):
    """A main line and quieter ones below it, in one cell."""

    main: Any
    below: Sequence[Any] = ()

    def __html__(self) -> str:
        """The lines as HTML."""
        quiet = "".join(f'<span class="cell-below">{_safe(line)}</span>' for line in self.below if line)
        return SafeString(f'<span class="cell-lines"><span class="cell-main">{_safe(self.main)}</span>{quiet}</span>')

    @property
    def plain(self) -> Any:
        """The main line, and the quieter ones behind it."""
        if not any(self.below):
            return plain(self.main)
        return " · ".join(str(written) for line in (self.main, *self.below) if line and (written := plain(line)))


def show(value: Any) -> Any:
    """Any value as a page shows it: by its type, in the reader's language."""
    if hasattr(value, "__html__"):
        return conditional_escape(value)
    if value is None or value == "":
        return formats.NOTHING
    if isinstance(value, bool):
        return icon("check" if value else "minus")
    if isinstance(value, list | tuple):
        return format_html_join(" ", "{}", ((show(part),) for part in value))
    return _plain(value)


def _safe(value: Any) -> str:
    return conditional_escape(show(value))


def plain(value: Any) -> Any:
    """Any value as a spreadsheet shows it: without dress; dates and numbers stay what they are."""
    if isinstance(value, Piece):
        return value.plain
    if isinstance(value, list | tuple):
        return "、".join(str(plain(part)) for part in value)
    if isinstance(value, str | Promise):
        return strip_tags(str(value))
    return value


def _plain(value: Any) -> Any:
    writers = {
        datetime: formats.short_moment,
        date: formats.day,
        time: formats.clock,
        timedelta: formats.duration,
        int: formats.number,
        float: formats.number,
        Decimal: formats.number,
    }
    write = writers.get(type(value))
    if type(value) in (date, datetime):
        return format_html('<span class="no-break">{}</span>', writers[type(value)](value))
    return write(value) if write else value

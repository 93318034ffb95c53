"""The components: ``{% load ui %}``. The page at /ui shows each of them once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BoundField, CheckboxSelectMultiple, Form, RadioSelect
from django.template import RequestContext
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from shouwang.ui import cells, formats, outlines, slots, trail
from shouwang.ui.browsers import browser
from shouwang.ui.charts import Chart
from shouwang.ui.listings import Page
from shouwang.ui.lists import Shown
from shouwang.ui.refusals import MEGABYTE, TOO_LARGE
from shouwang.ui.tables import Empty, Table
from shouwang.ui.trail import Crumb

register = template.Library()

for write in (
    formats.day,
    formats.short_day,
    formats.weekday,
    formats.moment,
    formats.short_moment,
    formats.clock,
    formats.number,
    formats.signed,
    formats.temperature,
    formats.duration,
    formats.ago,
    formats.in_parentheses,
    cells.show,
    browser,
):
    register.filter(write.__name__, write)
register.filter("share_of", formats.share)

MESSAGE_TONES = {"debug": "neutral", "info": "info", "success": "good", "warning": "warn", "error": "alert"}
MESSAGE_ICONS = {
    "neutral": "info-circle",
    "info": "info-circle",
    "good": "circle-check",
    "warn": "alert-triangle",
    "alert": "alert-circle",
}


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite. Give a label only where no text stands beside it."""
    return cells.icon(name, label, css)


@register.simple_tag
def badge(text: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    """A state in a word; tone: neutral, info, good, warn, alert."""
    return SafeString(cells.Badge(text, tone, icon))


@register.simple_tag
def masked(value: str, reveal_url: str = "", label: Any = "") -> SafeString:
    """A sealed value, masked, with a button that asks for a reason where revealing is allowed."""
    return SafeString(cells.Masked(value, reveal_url, label))


@register.inclusion_tag("ui/table.html")
def table(table: Table) -> Mapping[str, Any]:
    """Rows in columns, with sorting, selection, sums and pager as the table says."""
    return {"table": table}


@register.inclusion_tag("ui/worklist.html", takes_context=True)
def worklist(context: RequestContext, shown: Shown) -> Mapping[str, Any]:
    """A declared list: search, filters, saved filters, columns, export, and its table with what can be done with many."""
    return {"shown": shown, "request": context["request"]}


@register.inclusion_tag("ui/pager.html")
def pager(page: Page) -> Mapping[str, Any]:
    """Which rows are shown, and the pages before and after."""
    return {"page": page}


@register.inclusion_tag("ui/empty.html")
def empty(title: Any = "", text: Any = "", icon: str = "inbox", action: Any = "", url: str = "") -> Mapping[str, Any]:
    """What to say where there is nothing, and what to do about it."""
    return {"empty": Empty(title or Empty.title, text, icon, action, url)}


@register.inclusion_tag("ui/figure_card.html")
def figure_card(
    label: Any, today: Any, total: Any = None, now: Any = None, url: str = "", note: Any = "", tone: str = "neutral"
) -> Mapping[str, Any]:
    """A figure of the report: today, total, now. The card opens the rows it counts."""
    return {
        "label": label,
        "today": today,
        "total": total,
        "now": now,
        "url": url,
        "note": note,
        "tone": cells.check_tone(tone),
    }


@register.inclusion_tag("ui/tile.html")
def tile(
    label: Any, value: Any, url: str = "", icon: str = "", tone: str = "neutral", note: Any = "", late: int = 0
) -> Mapping[str, Any]:
    """One number with one click to what it counts; ``late`` says how many of them are late."""
    return {
        "label": label,
        "value": value,
        "url": url,
        "icon": icon,
        "tone": cells.check_tone(tone),
        "note": note,
        "late": late,
    }


@register.inclusion_tag("ui/tasks.html")
def tasks(tasks: Sequence[outlines.Task]) -> Mapping[str, Any]:
    """A day's work in the order given: counts, what is late, one click to do it."""
    return {"tasks": tasks}


@register.inclusion_tag("ui/found.html")
def found(groups: Sequence[outlines.FoundGroup], words: str = "") -> Mapping[str, Any]:
    """What a search found, by kind; the arrow keys walk through it."""
    return {"groups": groups, "words": words, "count": sum(len(group.found) for group in groups)}


@register.inclusion_tag("ui/looks.html")
def looks(looks: Sequence[outlines.Look]) -> Mapping[str, Any]:
    """What is watched, each with its state in a word and what to do about it."""
    return {"looks": looks}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Sequence[outlines.Event]) -> Mapping[str, Any]:
    """A story in time, in the order given."""
    return {"events": events}


@register.inclusion_tag("ui/progress.html")
def progress(progress: outlines.Progress) -> Mapping[str, Any]:
    """How far something is; asks again by itself while it has an address to ask."""
    return {"progress": progress}


@register.inclusion_tag("ui/steps.html")
def steps(steps: Sequence[outlines.Step]) -> Mapping[str, Any]:
    """A chain of stages, such as signatures up the tree."""
    return {"steps": steps}


@register.inclusion_tag("ui/tabs.html")
def tabs(tabs: Sequence[outlines.Tab], label: Any = "") -> Mapping[str, Any]:
    """Links to several pages about the same thing."""
    return {"tabs": tabs, "label": label}


@register.inclusion_tag("ui/tree.html")
def area_tree(nodes: Sequence[outlines.Node]) -> Mapping[str, Any]:
    """Areas that open and shut, without script."""
    return {"nodes": nodes}


@register.inclusion_tag("ui/trail.html")
def area_trail(crumbs: Sequence[Crumb]) -> Mapping[str, Any]:
    """The way down the area tree to where this page stands."""
    return {"crumbs": crumbs}


@register.inclusion_tag("ui/place_chooser.html")
def place_chooser(within: trail.Within) -> Mapping[str, Any]:
    """Narrows a page to an area step by step: down to the grid, over to a neighbour, up again."""
    return {"within": within}


@register.inclusion_tag("ui/fragments.html", takes_context=True)
def fragments(context: RequestContext, page: str, key: Any) -> Mapping[str, Any]:
    """The parts that higher features put into a page ("person", "household", "area"), each loaded by itself."""
    return {"parts": slots.parts(page, key, getattr(context["request"], "actor", None))}


@register.inclusion_tag("ui/trail.html", takes_context=True)
def way_to(context: RequestContext, path: str) -> Mapping[str, Any]:
    """The way from the reader's own area down to the area that this page belongs to."""
    actor = getattr(context["request"], "actor", None)
    steps = trail.crumbs(path, actor.area) if actor and path else []
    return {"crumbs": steps, "linked": True}


@register.simple_tag
def chart(chart: Chart) -> SafeString:
    """A line or bar chart as SVG."""
    return SafeString(chart)


@register.inclusion_tag("ui/field.html")
def field(field: BoundField, label: Any = "", autofocus: bool = False) -> Mapping[str, Any]:
    """A form field: label, input, help, and what is wrong with it in a sentence."""
    return {"field": field, "label": label or field.label, "input": _input(field, autofocus), "kind": _kind(field)}


@register.inclusion_tag("ui/fields.html")
def fields(form: Form) -> Mapping[str, Any]:
    """All visible and hidden fields of a form, below what is wrong with the form as a whole."""
    return {"form": form}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: Form) -> Mapping[str, Any]:
    """What is wrong with the form as a whole."""
    return {"form": form}


@register.inclusion_tag("ui/filter_bar.html", takes_context=True)
def filter_bar(
    context: RequestContext, form: Form, target: str = "list", shown: Shown | None = None
) -> Mapping[str, Any]:
    """Filters that act on the table called ``target`` as they change; they stand in the address, to be shared.

    For a declared list (``shown``) what else the address holds stands beside its table.
    """
    query = context["request"].GET
    return {
        "path": context["request"].path,
        "name": shown.declared.name if shown else "",
        "has_search": bool(shown and shown.declared.search),
        "form": form,
        "target": target,
        "sort": query.get("sort", ""),
        "active": sum(bool(query.get(name)) for name in form.fields),
    }


@register.inclusion_tag("ui/confirm_button.html", takes_context=True)
def confirm_button(
    context: RequestContext, label: Any, url: str, question: Any, icon: str = "", tone: str = "neutral", **values: Any
) -> Mapping[str, Any]:
    """A button that asks before it posts ``values`` to an address."""
    token = context.get("csrf_token")
    return {
        "label": label,
        "url": url,
        "question": question,
        "icon": icon,
        "tone": cells.check_tone(tone),
        "values": values,
        "csrf_token": token,
    }


@register.inclusion_tag("ui/toolbar.html", takes_context=True)
def toolbar(context: RequestContext, export_url: str = "", printing: bool = True) -> Mapping[str, Any]:
    """Export of what is shown (the filters go along) and print."""
    return {"export_url": _with_query(export_url, context["request"].GET.dict()), "printing": printing}


@register.inclusion_tag("ui/temperature_field.html")
def temperature_field(
    name: str, label: Any, value: Any = "", fever_from: Any = "37.3", error: Any = "", required: bool = False
) -> Mapping[str, Any]:
    """A reading by three digits: “365” becomes 36.5 and the next field is ready."""
    return {
        "name": name,
        "label": label,
        "value": value,
        "fever_from": fever_from,
        "error": error,
        "required": required,
    }


@register.inclusion_tag("ui/file_drop.html")
def file_drop(field: BoundField) -> Mapping[str, Any]:
    """A file field on which a file can be dropped."""
    most = settings.LARGEST_FILE
    too_large = TOO_LARGE % {"most": most // MEGABYTE}
    return {"field": field, "input": _input(field, autofocus=False), "most": most, "too_large": too_large}


@register.simple_tag
def bare_input(field: BoundField) -> SafeString:
    """Only the input of a field, for a layout of its own."""
    return _input(field, autofocus=False, placeholder="")


@register.filter
def as_json(value: Any) -> str:
    """A value as JSON, for a data attribute (templates escape it there)."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def tone_of(level_tag: str) -> str:
    """The tone of a Django message."""
    return MESSAGE_TONES.get(level_tag, "info")


@register.filter
def icon_of(tone: str) -> str:
    """The icon that goes with a tone."""
    return MESSAGE_ICONS.get(tone, "info-circle")


def _with_query(url: str, query: Mapping[str, str]) -> str:
    kept = {name: value for name, value in query.items() if name not in ("page", "after")}
    return f"{url}{'&' if '?' in url else '?'}{urlencode(kept)}" if url and kept else url


def _kind(field: BoundField) -> str:
    """How the field is laid out: by its input's type; several choices stand in one group."""
    widget = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "choices"
    return getattr(widget, "input_type", "textarea")


def _input(field: BoundField, autofocus: bool, **more: str) -> SafeString:
    """The widget with the classes of the style sheet, tied to its help and its error for screen readers."""
    kind = _kind(field)
    css = {"select": "form-select", "checkbox": "form-check-input", "choices": "", "hidden": ""}.get(
        kind, "form-control"
    )
    given = field.field.widget.attrs
    attributes: dict[str, Any] = more | {
        "class": f"{css} {given.get('class', '')} {'is-invalid' if field.errors else ''}".strip()
    }
    if autofocus:
        attributes["autofocus"] = True
    return field.as_widget(attrs=attributes)


class Heading(template.Node):
    """Writes the page's title into the window's, without marks, and keeps it as ``heading`` for the page's head."""

    def __init__(self, inside: template.NodeList) -> None:
        self.inside = inside

    def render(self, context: template.Context) -> str:
        """The title as plain text."""
        context["heading"] = SafeString(self.inside.render(context).strip())
        return strip_tags(context["heading"])


@register.tag
def heading(parser: template.base.Parser, _token: template.base.Token) -> Heading:
    """A page writes its title once, in the block ``page_title``."""
    inside = parser.parse(("endheading",))
    parser.delete_first_token()
    return Heading(inside)

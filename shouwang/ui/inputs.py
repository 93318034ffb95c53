"""Fields that several features ask for: days and times by the browser's own choosers (ISO 8601 in every language), the language of a paper."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """The browser's own choice of a day."""

    input_type = "date"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(format="%Y-%m-%d", attrs=attributes)


class ClockInput(forms.TimeInput):
    """The browser's own choice of a time of day."""

    input_type = "time"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(format="%H:%M", attrs=attributes)


class MomentInput(forms.DateTimeInput):
    """The browser's own choice of a day and a time of day."""

    input_type = "datetime-local"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs=attributes)


class PaperLanguage(forms.ChoiceField):
    """In which language a paper is printed: the reader's own, if nothing else is chosen."""

    def __init__(self, **named: Any) -> None:
        given = {"label": _("Language of the paper"), "choices": settings.LANGUAGES, "required": False, "initial": get_language}
        super().__init__(**(given | named))

    def clean(self, value: Any) -> str:
        """The code of the language."""
        return super().clean(value) or get_language() or settings.LANGUAGE_CODE

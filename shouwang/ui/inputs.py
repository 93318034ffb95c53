"""Fields for days and times: the browser's own choosers, which speak ISO 8601 in every language."""

from typing import Any

from django import forms


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

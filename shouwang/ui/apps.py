"""The Django application of this package."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "shouwang.ui"
    label = "ui"

    def ready(self) -> None:
        """The page of components has a slot, too, so that its part is seen."""
        from django.urls import reverse

        from shouwang.ui import slots

        slots.fill(slots.Fragment("sample", "", lambda _key: reverse("ui:part")))

"""The Django application that knows every other."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Fills the registries when everything is loaded."""

    name = "shouwang.project"
    label = "project"

    def ready(self) -> None:
        """Collect what the features declare."""
        from shouwang.project import registries

        registries.fill()

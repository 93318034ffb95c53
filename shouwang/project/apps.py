"""The Django application that knows every other."""

import gc

from django.apps import AppConfig

# How many new objects there may be before the interpreter looks for reference cycles among them. Its own 2,000 suits small
# programs; with 100,000 one page in six waited 30 ms for the search, with 10,000 each page a little (the same time in all).
NEW_OBJECTS = 10_000


class ProjectConfig(AppConfig):
    """Fills the registries when everything is loaded."""

    name = "shouwang.project"
    label = "project"

    def ready(self) -> None:
        """Collect what the features declare; what is loaded by now stays, and is not searched for garbage again."""
        from shouwang.project import registries

        registries.fill()
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS, 50, 50)

"""Columns that every floor uses."""

from typing import Any

from django.db import models

from shouwang.lib.paths import LEVELS, WIDTH


class AreaPath(models.CharField):
    """A management path, compared byte by byte so that a subtree is an index range."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", WIDTH * len(LEVELS))
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)


class UnitCode(models.CharField):
    """The code of an organisation (a unit); empty where none is responsible."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)

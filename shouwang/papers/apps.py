"""The Django application of this package."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "shouwang.papers"
    label = "papers"

"""The Django application of this package."""

from django.apps import AppConfig


class LogbookConfig(AppConfig):
    name = "shouwang.logbook"
    label = "logbook"

"""The Django application of this package."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "shouwang.duty"
    label = "duty"

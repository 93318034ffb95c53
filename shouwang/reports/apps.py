"""The Django application of this package."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "shouwang.reports"
    label = "reports"

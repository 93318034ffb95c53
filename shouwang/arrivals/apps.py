"""The Django application of this package."""

from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "shouwang.arrivals"
    label = "arrivals"

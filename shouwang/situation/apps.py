"""The Django application of this package."""

from django.apps import AppConfig


class SituationConfig(AppConfig):
    name = "shouwang.situation"
    label = "situation"

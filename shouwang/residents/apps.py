"""The Django application of this package."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "shouwang.residents"
    label = "residents"

"""The Django application of this package."""

from django.apps import AppConfig


class QuarantineConfig(AppConfig):
    name = "shouwang.quarantine"
    label = "quarantine"

"""The Django application of this package."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "shouwang.project"
    label = "project"

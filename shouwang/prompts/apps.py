"""The Django application of this package."""

from django.apps import AppConfig


class PromptsConfig(AppConfig):
    name = "shouwang.prompts"
    label = "prompts"

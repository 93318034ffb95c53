"""The Django application of this package."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "shouwang.policy"
    label = "policy"

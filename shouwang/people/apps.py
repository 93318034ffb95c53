"""The Django application of this package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shouwang.people"
    label = "people"

"""The Django application of this package."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "shouwang.places"
    label = "places"

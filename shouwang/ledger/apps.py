"""The Django application of this package."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "shouwang.ledger"
    label = "ledger"

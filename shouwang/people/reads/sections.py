"""Places on a person's page that higher features fill: the page asks each address for its part. ``project`` registers them."""

from uuid import UUID

from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission

_sections: dict[str, Permission] = {}


def register(url_name: str, permission: Permission) -> None:
    """Add a part to every person's page: an address that takes the person's id and answers with a piece of page."""
    _sections[url_name] = permission


def addresses(person_id: UUID, *, by: Actor) -> list[str]:
    """The parts of a person's page that the post may see, in the order they were registered."""
    return [reverse(name, args=[person_id]) for name, permission in _sections.items() if by.can(permission)]

"""Who acts: one user in one post. Every write and every read is done by an actor."""

from dataclasses import dataclass

from shouwang.accounts.choices import (
    NOT_PERMITTED,
    OUT_OF_AREA,
    RESIDENT,
    RESIDENT_PERMISSIONS,
    ROLE_PERMISSIONS,
    Permission,
)
from shouwang.lib import paths
from shouwang.lib.refusals import Refused

SYSTEM = "system"  # nobody's post: the operator at the machine itself, a scheduled job
WHOLE_TREE = "0"  # every management path begins with 0


@dataclass(frozen=True)
class Actor:
    """A user acting as one post: what is allowed (``role``) and where (``area``, a management path)."""

    user_id: int | None
    post_id: int | None
    role: str
    area: str
    unit: str = ""
    name: str = ""

    @property
    def permissions(self) -> frozenset[Permission]:
        """All permissions of the role; the command line on the machine itself has every one."""
        if self.role == RESIDENT:
            return RESIDENT_PERMISSIONS
        return frozenset(Permission) if self.role == SYSTEM else ROLE_PERMISSIONS.get(self.role, frozenset())

    def can(self, permission: Permission, area: str | None = None) -> bool:
        """Whether the post allows this, in this area if one is given."""
        return permission in self.permissions and (area is None or self.covers(area))

    def covers(self, area: str) -> bool:
        """Whether an area lies in the post's area."""
        return paths.holds(self.area, area)

    def check(self, permission: Permission, area: str | None = None) -> None:
        """Refuse with a sentence what the post does not allow. Raises Refused not_permitted or out_of_area."""
        if permission not in self.permissions:
            raise Refused("not_permitted", NOT_PERMITTED, permission=permission.label)
        if area is not None and not self.covers(area):
            raise Refused("out_of_area", OUT_OF_AREA)


def resident(area: str, name: str) -> Actor:
    """Whoever shows a resident's link: no user and no post, in the smallest area of the person; ``name`` is the link's."""
    return Actor(user_id=None, post_id=None, role=RESIDENT, area=area, name=name)


def system(name: str = "command line", area: str = WHOLE_TREE) -> Actor:
    """The operator at the machine itself, or a scheduled job: allowed everything below ``area``."""
    return Actor(user_id=None, post_id=None, role=SYSTEM, area=area, name=name)

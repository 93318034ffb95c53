"""Doors to posts and users."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.models import ApiToken, ColumnChoice, Post, SavedFilter, User
from shouwang.lib import clocks
from shouwang.ui.lists import Saved


def posts_in_force(user_id: int, on: date | None = None) -> list[Post]:
    """The posts a user holds on a day, widest area first."""
    day = on or clocks.today()
    return list(Post.objects.filter(_in_force(day), user_id=user_id).order_by("area", "id"))


def actor_in(user: User, post: Post) -> Actor:
    """The user acting as this post."""
    return Actor(user.pk, post.pk, post.role, post.area, post.unit, user.full_name or user.username)


def choose(posts: list[Post], wanted: str | int | None) -> Post | None:
    """The post asked for if the user holds it, else the first one."""
    chosen = [post for post in posts if str(post.pk) == str(wanted)]
    return (chosen or posts or [None])[0]


def user_of_token(token: str) -> User | None:
    """The active user whose device shows this token."""
    digest = hashlib.sha256(token.encode()).digest()
    found = ApiToken.objects.select_related("user").filter(digest=digest, revoked_at__isnull=True, user__is_active=True).first()
    return found.user if found else None


def posts_below(*, by: Actor, area: str = "", role: str = "", ended: bool = True, words: str = "") -> QuerySet[Post]:
    """Every post in the actor's area (or one inside it), with its user; of a role, of people called so, without ended ones."""
    found = Post.objects.select_related("user").filter(area__startswith=by.area).order_by("area", "role", "id")
    if area:
        found = found.filter(area__startswith=area)
    if role:
        found = found.filter(role=role)
    if words:
        found = found.filter(Q(user__full_name__icontains=words) | Q(user__username__icontains=words))
    return found if ended else found.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clocks.today()))


def accounts_named(usernames: Iterable[str]) -> set[str]:
    """Which of these sign-in names exist."""
    return set(User.objects.filter(username__in=list(usernames)).values_list("username", flat=True))


def post(post_id: int, *, by: Actor) -> Post | None:
    """One post of the actor's area, or none."""
    return posts_below(by=by).filter(pk=post_id).first()


def _in_force(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def areas_held(roles: Iterable[str], *, by: Actor, on: date) -> set[str]:
    """The areas of the actor's area in which somebody holds a post of one of these roles on a day."""
    held = Post.objects.filter(_in_force(on), area__startswith=by.area, role__in=list(roles), user__is_active=True)
    return set(held.values_list("area", flat=True))


def ending_posts(*, by: Actor, until: date) -> QuerySet[Post]:
    """Posts of the actor's area that are in force and end by a day."""
    return Post.objects.filter(_in_force(clocks.today()), area__startswith=by.area, valid_to__lte=until)


def holders(*, by: Actor) -> QuerySet[User]:
    """Active users who hold a post in the actor's area now."""
    posts = Post.objects.filter(_in_force(clocks.today()), area__startswith=by.area)
    return User.objects.filter(is_active=True, pk__in=posts.values("user_id"))


def saved_filters(list_key: str, *, by: Actor) -> list[Saved]:
    """The filters of a list that the acting post may use: the own ones, and those shared in its office; by name."""
    theirs = Q(shared=True, unit=by.unit) | Q(user_id=by.user_id)
    found = SavedFilter.objects.filter(theirs, list_key=list_key, area=by.area).select_related("user")
    return [
        Saved(one.pk, one.name, one.query, one.shared, one.user.pk == by.user_id, one.user.full_name)
        for one in found.order_by("name", "pk")
    ]


def chosen_columns(list_key: str, *, user_id: int | None) -> list[str]:
    """The columns of a list that a user wants to see; empty where none were chosen."""
    found = ColumnChoice.objects.filter(user_id=user_id, list_key=list_key).values_list("columns", flat=True).first()
    return list(found or [])


def post_ids_of(user_id: int) -> set[int]:
    """Every post a user holds or held."""
    return set(Post.objects.filter(user_id=user_id).values_list("pk", flat=True))


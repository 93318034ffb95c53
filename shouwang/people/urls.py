"""Addresses of people. None of them holds a name or a number: searches are posted."""

from django.urls import path

from shouwang.people.views import double_homes, doubles, files, homes, persons

app_name = "people"
urlpatterns = [
    path("", persons.search, name="search"),
    path("persons/<uuid:person_id>/", persons.person, name="person"),
    path("persons/<uuid:person_id>/correct/", persons.correct, name="correct"),
    path("persons/<uuid:person_id>/double/", doubles.double, name="double"),
    path("persons/<uuid:person_id>/file/", files.file, name="file"),
    path("persons/<uuid:person_id>/reveal/<str:fact>/", persons.reveal, name="reveal"),
    path("households/", homes.households, name="households"),
    path("households/suspicions/", double_homes.homes_suspected, name="homes_suspected"),
    path("households/<uuid:household_id>/", homes.household, name="household"),
    path("households/<uuid:household_id>/same/", homes.same_home, name="same_home"),
    path("households/merges/<uuid:merge_id>/ask-again/", homes.ask_homes_again, name="ask_homes_again"),
    path("households/merges/<uuid:merge_id>/part/", homes.part_homes, name="part_homes"),
    path("summary/", homes.summary, name="summary"),
    path("suspicions/", doubles.suspicions, name="suspicions"),
    path("suspicions/<uuid:suspicion_id>/", doubles.suspicion, name="suspicion"),
    path("suspicions/<uuid:suspicion_id>/take-back/", doubles.take_back, name="take_back"),
]

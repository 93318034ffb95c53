"""Addresses of the rules."""

from django.urls import path

from shouwang.policy import views

app_name = "policy"
urlpatterns = [
    path("", views.index, name="index"),
    path("words/<str:ref>/", views.in_words, name="words"),
    path("compare/", views.compare, name="compare"),
    path("try/", views.try_person, name="try"),
    path("outlook/<str:ref>/", views.outlook, name="outlook"),
    path("outlook/<str:ref>/<str:group>/", views.outlook_rows, name="outlook_rows"),
    path("upload/", views.upload, name="upload"),
    path("propose/<str:ref>/", views.propose, name="propose"),
    path("propose-unit/", views.propose_unit, name="propose_unit"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<uuid:key>/", views.proposal, name="proposal"),
    path("proposals/<uuid:key>/confirm/", views.confirm, name="confirm"),
    path("proposals/<uuid:key>/decline/", views.decline, name="decline"),
    path("proposals/<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
]

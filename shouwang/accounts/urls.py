"""Addresses of a user's own posts and sessions."""

from django.urls import path

from shouwang.accounts import views

app_name = "accounts"
urlpatterns = [
    path("act-as", views.act_as, name="act_as"),
    path("end-session", views.end_session, name="end_session"),
]

"""Addresses of posts: the own ones and those to be given; and of the own sessions."""

from django.urls import path

from shouwang.accounts import views

app_name = "accounts"
urlpatterns = [
    path("give", views.give, name="give"),
    path("<int:post>", views.post, name="post"),
    path("act-as", views.act_as, name="act_as"),
    path("end-session", views.end_session, name="end_session"),
]

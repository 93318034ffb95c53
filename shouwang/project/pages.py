"""The pages that belong to no feature: my day."""

from django.urls import path

from shouwang.project import posts, views

app_name = "project"
urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("find", views.find, name="find"),
    path("work/<str:area>", views.work_of_area, name="work_of_area"),
    path("posts/", posts.posts, name="posts"),
    path("installation", views.installation, name="installation"),
]

"""Tests of the resident's side."""

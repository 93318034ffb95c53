"""The append-only log: who, as what, did what, where, when, and why."""

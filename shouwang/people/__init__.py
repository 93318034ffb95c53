"""Persons and households: one person once, however many roles; numbers sealed, shown masked, revealed for a reason."""

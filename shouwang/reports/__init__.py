"""The daily report: counted from the day's work, confirmed and signed level by level, frozen, never filled in."""

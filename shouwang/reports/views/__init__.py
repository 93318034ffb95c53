"""Pages of the daily report and of the public brief."""

"""Pages of papers: those issued, one of them, templates, and the public page that verifies."""

"""What the pages of observation ask for, and how their lists are laid out."""

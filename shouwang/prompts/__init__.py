"""Prompts: an office reminds those whose work is late, on their page and in their group chat. Knows no person."""

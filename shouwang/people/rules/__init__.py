"""What makes a person one, what makes a household one, and who gives way when two turn out to be one."""

"""Who is on duty: staff with their posts, leave, and the teams that look after people under observation."""

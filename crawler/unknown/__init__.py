"""Sites that nobody has described: how their lists and articles are found."""

"""Articles as files for other programs."""

"""Raw captures: the bytes of every exchange, in WARC files that others can read."""

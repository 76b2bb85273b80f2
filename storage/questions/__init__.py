"""A person's question and filters, as SQL that the archive answers."""

"""Normalise, recognise, deduplicate, archive: one decision a module."""

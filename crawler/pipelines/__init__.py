"""Normalise, deduplicate, archive: one decision a module."""

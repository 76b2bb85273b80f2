"""The sites, one module each."""

"""Decides when each site is visited: the only package that knows APScheduler."""

"""What the runs of all sites showed, as others ask for it."""

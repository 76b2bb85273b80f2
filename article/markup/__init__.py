"""A page as its markup shows it: lines, blocks, media, and what it says of itself."""

"""What the scripts of a page do for its list: ask for it, write it, turn its pages."""

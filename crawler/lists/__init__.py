"""How lists show what they lead to: by links, scripts, forms, records and feeds. Pure functions."""

"""Where a list goes on: by links, forms, menus, and by the scripts that write them."""

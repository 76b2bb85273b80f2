"""What an article is: its title, its day, its source, its persons, its channel."""

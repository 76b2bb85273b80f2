"""What happens to each request and response, one concern a module."""

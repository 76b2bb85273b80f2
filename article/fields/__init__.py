"""The candidates for each field of an article, strongest first."""

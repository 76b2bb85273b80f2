"""The values that rows are made of, each written in one way."""

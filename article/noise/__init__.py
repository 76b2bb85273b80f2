"""The families of noise that mirrors add to a text: each module knows one, and how to undo it."""

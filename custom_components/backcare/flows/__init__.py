"""The forms beside the one that adds a person."""

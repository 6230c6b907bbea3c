class Refused(Exception):
    """The specification forbids the input. The text is for people; conform records it and never matches it."""

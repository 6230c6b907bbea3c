class Refused(Exception):
    """The input is not what the norm allows. The text is for people; conform records it and never matches it."""

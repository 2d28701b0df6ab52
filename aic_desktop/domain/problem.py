"""What is said to the user when what they gave cannot be taken."""


class Problem(Exception):
    """Input that cannot be taken; its text says in the clinician's words what is wrong and what would do."""

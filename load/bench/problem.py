"""What a user of load/measure can do something about."""


class Problem(Exception):
    """Ends the run; the message says what to do, without a stack trace."""

"""Waiting until something is so, and never for ever."""

import time
from collections.abc import Callable
from typing import TypeVar

LOOK_EVERY = 0.2

Found = TypeVar("Found")


class Late(Exception):
    """What was waited for did not come in time; the message says what it was."""


def wait_for(what: str, look: Callable[[], Found | None], limit: float) -> Found:
    """The first thing that is found other than None and False, within so many seconds."""
    end = time.monotonic() + limit
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        if time.monotonic() > end:
            raise Late(f"{what}: not within {limit:.0f} seconds")
        time.sleep(LOOK_EVERY)

"""The page that a message leads to."""

import re
from dataclasses import dataclass

from bench.tools import REPOSITORY

from .monitoring import RUNBOOKS_URL


@dataclass(frozen=True)
class Runbook:
    """A page of runbooks/ by its name there."""

    page: str

    @property
    def exists(self) -> bool:
        """Whether whoever follows the link finds it."""
        return (REPOSITORY / "runbooks" / self.page).is_file()


def linked_from(text: str) -> Runbook | None:
    """The first page that a text leads to."""
    link = re.search(re.escape(RUNBOOKS_URL) + r"/([\w./-]+\.md)", text)
    return Runbook(link[1]) if link else None

"""The programs that a drill needs: where they are, and what to do about a missing one."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.tools import Search, Tools


@dataclass(frozen=True)
class Programs(Tools):
    """Paths of programs, and of the service's jar."""

    prometheus: str
    alertmanager: str


def find_programs(jar: Path) -> Programs:
    """Finds everything, or says all that is missing at once."""
    search = Search()
    tools = search.tools(jar, without=["wrk"])
    programs = Programs(
        **vars(tools),
        prometheus=search.find("prometheus", "prometheus"),
        alertmanager=search.find(
            "prometheus-alertmanager", "alertmanager", "prometheus-alertmanager"
        ),
    )
    search.end()
    return programs


def version_of(program: str, *arguments: str) -> str:
    """The first number with dots in what a program says about itself, on either output."""
    result = subprocess.run(
        [program, *(arguments or ("--version",))],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    number = re.search(r"\d+(\.\d+)+", result.stdout)
    return number.group() if number else "unknown"

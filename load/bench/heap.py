"""The heap of a running JVM, through jcmd."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from .problem import Problem
from .tools import Tools

LIMIT = 120.0


@dataclass(frozen=True)
class Objects:
    """What is alive: how many of each class, and all their bytes."""

    count: Counter[str]
    bytes: Counter[str]

    @property
    def total(self) -> int:
        """Bytes."""
        return sum(self.bytes.values())


class Heap:
    """Of one process."""

    def __init__(self, tools: Tools, pid: int) -> None:
        beside = Path(tools.java).resolve().parent / "jcmd"
        found = str(beside) if beside.is_file() else shutil.which("jcmd")
        if not found:
            raise Problem("jcmd is not installed (Debian: apt-get install openjdk-17-jdk-headless).")
        self._jcmd = found
        self._pid = pid

    def used(self) -> int:
        """Bytes after a full garbage collection."""
        self._ask("GC.run")
        used = re.findall(r"total \d+K, used (\d+)K", self._ask("GC.heap_info"))
        if not used:
            raise Problem("jcmd GC.heap_info does not say what is used.")
        return 1024 * sum(map(int, used))

    def objects(self) -> Objects:
        """What is alive after a full garbage collection."""
        count: Counter[str] = Counter()
        size: Counter[str] = Counter()
        lines = self._ask("GC.class_histogram")
        for number, taken, name in re.findall(r"^ *\d+: +(\d+) +(\d+) +(\S+)", lines, re.M):
            count[name] += int(number)
            size[name] += int(taken)
        return Objects(count, size)

    def _ask(self, command: str) -> str:
        result = subprocess.run(
            [self._jcmd, str(self._pid), command],
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
        if result.returncode != 0:
            raise Problem(f"jcmd {command} failed:\n{result.stdout}{result.stderr}".rstrip())
        return result.stdout

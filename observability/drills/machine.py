"""What a drill ran on."""

import os
import platform
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from .programs import REPOSITORY, Programs, version_of


def describe(programs: Programs, arguments: Sequence[str]) -> str:
    """A line for everything that matters."""
    lines = {
        "Date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "Command": shlex.join(["observability/drill", *arguments]),
        "Commit": _commit(),
        "Processor": f"{os.cpu_count()} x {_line_of('/proc/cpuinfo', 'model name')}",
        "Memory": _line_of("/proc/meminfo", "MemTotal"),
        "Load": f"{os.getloadavg()[0]:.1f} runnable processes on average before the start",
        "Kernel": f"{platform.system()} {platform.release()}",
        "JDK": version_of(programs.java, "-version"),
        "PostgreSQL": version_of(programs.postgres),
        "nginx": version_of(programs.nginx, "-v"),
        "Prometheus": version_of(programs.prometheus),
        "Alertmanager": version_of(programs.alertmanager),
        "Python": platform.python_version(),
    }
    return "\n".join(f"{name + ':':<14}{value}" for name, value in lines.items())


def tell(what: str) -> None:
    """Says what is going on, beside the results."""
    now = datetime.now(timezone.utc).strftime("%H:%M:%S")
    print(f"drill: {now} {what}", file=sys.stderr, flush=True)


def _commit() -> str:
    result = subprocess.run(
        ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--exclude=*"],
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.strip() or "unknown"


def _line_of(file: str, name: str) -> str:
    match = re.search(rf"^{name}\s*:\s*(.*)$", Path(file).read_text(), re.M)
    return match.group(1) if match else "unknown"

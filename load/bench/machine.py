"""What the numbers were measured on."""

import os
import platform
import re
import shlex
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

from .options import Options
from .postgres import SETTINGS, Postgres
from .tools import REPOSITORY, Tools, first_line


def describe(tools: Tools, options: Options, postgres: Postgres) -> str:
    """A line for everything that matters."""
    lines = {
        **describe_run(),
        **describe_servers(tools, postgres),
        "JVM options": shlex.join(options.jvm_options) or "none",
        "Client": re.sub(r" \[.*", "", first_line(tools.wrk, "-v")) + ", on the same machine",
    }
    return "\n".join(f"{name + ':' if name else '':<13}{value}" for name, value in lines.items())


def describe_run(home: str = "load") -> dict[str, str]:
    """When, what and where; `home` is the directory of the command."""
    return {
        "Date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "Command": shlex.join([f"{home}/{Path(sys.argv[0]).name}", *sys.argv[1:]]),
        "Commit": _commit(),
        "Processor": f"{os.cpu_count()} x {_processor()}",
        "Memory": _memory(),
        "Kernel": f"{platform.system()} {platform.release()}",
    }


def describe_servers(tools: Tools, postgres: Postgres) -> dict[str, str]:
    """Versions, and PostgreSQL's settings."""
    settings = [f"{name}={postgres.query('postgres', f'SHOW {name}')}" for name in SETTINGS]
    return {
        "JDK": first_line(tools.java, "-version"),
        "PostgreSQL": postgres.query("postgres", "SHOW server_version"),
        "": ", ".join(settings),
        "nginx": _after(": ", first_line(tools.nginx, "-v")),
    }


def _commit() -> str:
    result = subprocess.run(
        ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--exclude=*"],
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.strip() or "unknown"


def _processor() -> str:
    match = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    return match.group(1) if match else platform.machine()


def _memory() -> str:
    match = re.search(r"^MemTotal:\s*(\d+) kB", Path("/proc/meminfo").read_text(), re.M)
    return f"{int(match.group(1)) / 1048576:.0f} GiB" if match else "unknown"


def _after(separator: str, text: str) -> str:
    return text.partition(separator)[2] or text

"""What a drill ran on."""

import os
import platform
import sys
from datetime import datetime, timezone

from bench.machine import describe_run

from .programs import Programs, version_of


def describe(programs: Programs) -> str:
    """A line for everything that matters."""
    lines = describe_run("observability") | {
        "Load": f"{os.getloadavg()[0]:.1f} runnable processes on average before the start",
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

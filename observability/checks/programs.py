"""The programs that the check needs: where they are, and what to do about missing ones."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
OBSERVABILITY = REPOSITORY / "observability"
SYSTEM = "/usr/local/sbin:/usr/sbin:/sbin"


class Missing(Exception):
    """Something has to be installed or built first; the message says how."""


@dataclass(frozen=True)
class Programs:
    """Paths of programs, and of the service's jar."""

    java: str
    prometheus: str
    promtool: str
    amtool: str
    psql: str | None
    jar: Path


def find_programs(jar: Path) -> Programs:
    """Finds everything, or says all that is missing at once. Without psql the SQL is not run."""
    packages: set[str] = set()

    def find(package: str, name: str) -> str:
        found = shutil.which(name) or shutil.which(name, path=SYSTEM)
        if not found:
            packages.add(package)
        return found or name

    programs = Programs(
        java=find("openjdk-17-jre-headless", "java"),
        prometheus=find("prometheus", "prometheus"),
        promtool=find("prometheus", "promtool"),
        amtool=find("prometheus-alertmanager", "amtool"),
        psql=shutil.which("psql"),
        jar=jar.resolve(),
    )
    advice = []
    if packages:
        advice.append(f"apt-get install --no-install-recommends {' '.join(sorted(packages))}")
    if not jar.is_file():
        advice.append(f"mvn -B -q package -DskipTests  # makes {jar}")
    if advice:
        raise Missing("\n".join(advice))
    return programs


def version_of(program: str) -> tuple[int, ...]:
    """The first number with dots in what a program says of itself, on either output."""
    number = re.search(r"\d+(\.\d+)+", run(program, "--version").stdout)
    return tuple(int(part) for part in number.group().split(".")) if number else ()


def run(*command: str, directory: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What a program says, on both outputs together."""
    return subprocess.run(
        command,
        cwd=directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )

"""The programs that a drill needs: where they are, and what to do about a missing one."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.problem import Problem

REPOSITORY = Path(__file__).resolve().parents[2]
SYSTEM = [Path(directory) for directory in ("/usr/local/sbin", "/usr/sbin", "/sbin")]


@dataclass(frozen=True)
class Programs:
    """Paths of programs, and of the service's jar."""

    java: str
    nginx: str
    prometheus: str
    alertmanager: str
    initdb: str
    postgres: str
    psql: str
    jar: Path


def find_programs(jar: Path) -> Programs:
    """Finds everything, or says all that is missing at once."""
    missing: list[str] = []

    def find(package: str, *names: str) -> str:
        found = next(filter(None, map(_find, names)), None)
        if found is None:
            missing.append(f"{names[0]} is not installed (Debian: apt-get install {package}).")
        return found or names[0]

    programs = Programs(
        java=find("openjdk-17-jre-headless", "java"),
        nginx=find("nginx-light", "nginx"),
        prometheus=find("prometheus", "prometheus"),
        alertmanager=find("prometheus-alertmanager", "alertmanager", "prometheus-alertmanager"),
        initdb=find("postgresql", "initdb"),
        postgres=find("postgresql", "postgres"),
        psql=find("postgresql-client", "psql"),
        jar=jar.resolve(),
    )
    if not jar.is_file():
        missing.append(f"{jar} is missing; make it with: mvn -B -q package -DskipTests")
    if missing:
        raise Problem("\n".join(missing))
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


def _find(name: str) -> str | None:
    # Debian keeps PostgreSQL's server apart, a directory for each version.
    postgres = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: float(path.parent.name),
        reverse=True,
    )
    return shutil.which(name) or shutil.which(name, path=":".join(map(str, [*SYSTEM, *postgres])))

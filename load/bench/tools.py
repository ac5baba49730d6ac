"""The programs that a measurement needs: where they are, and what to do about a missing one."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .problem import Problem

REPOSITORY = Path(__file__).resolve().parents[2]
LOAD = REPOSITORY / "load"

OLDEST_POSTGRES = 15


@dataclass(frozen=True)
class Tools:
    """Paths of programs, and of the service's jar."""

    wrk: str
    nginx: str
    java: str
    initdb: str
    postgres: str
    psql: str
    jar: Path


def find_tools(jar: Path, *, without: Sequence[str] = ()) -> Tools:
    """Finds everything but what is not needed, or says all that is missing at once."""
    missing: list[str] = []

    def find(name: str, package: str, *directories: Path) -> str:
        path = [Path(directory) for directory in ("/usr/local/sbin", "/usr/sbin", "/sbin")]
        found = shutil.which(name) or _first_of(name, [*directories, *path])
        if not found and name not in without:
            missing.append(f"{name} is not installed (Debian: apt-get install {package}).")
        return found or name

    debian = _postgres_directories()
    initdb = find("initdb", "postgresql", *debian)
    server = Path(initdb).resolve().parent
    tools = Tools(
        wrk=find("wrk", "wrk"),
        nginx=find("nginx", "nginx-light"),
        java=find("java", "openjdk-17-jre-headless"),
        initdb=initdb,
        postgres=_first_of("postgres", [server]) or find("postgres", "postgresql", *debian),
        psql=_first_of("psql", [server]) or find("psql", "postgresql-client", *debian),
        jar=jar.resolve(),
    )
    if not jar.is_file():
        missing.append(f"{jar} is missing; make it with: mvn -B -q package -DskipTests")
    if missing:
        raise Problem("\n".join(missing))
    _refuse_old(tools.postgres)
    return tools


def first_line(*command: str) -> str:
    """The first line of what a program says about itself, on either output."""
    result = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return (result.stdout.splitlines() or ["unknown"])[0]


def _postgres_directories() -> list[Path]:
    """Where Debian keeps PostgreSQL's server binaries, the newest version first."""
    directories = Path("/usr/lib/postgresql").glob("*/bin")
    return sorted(directories, key=lambda path: float(path.parent.name), reverse=True)


def _first_of(name: str, directories: list[Path]) -> str | None:
    return shutil.which(name, path=":".join(map(str, directories))) if directories else None


def _refuse_old(postgres: str) -> None:
    version = first_line(postgres, "--version")
    number = re.search(r"\d+", version)
    if number and int(number.group()) < OLDEST_POSTGRES:
        raise Problem(f"{version} is too old: PostgreSQL {OLDEST_POSTGRES} or newer is needed.")

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


class Search:
    """Looks for programs and remembers all that is missing."""

    def __init__(self) -> None:
        self._missing: list[str] = []

    def find(
        self, package: str, *names: str, directories: Sequence[Path] = (), needed: bool = True
    ) -> str:
        """A program under the first of its names that is there; Debian's package is for advice."""
        system = [Path(directory) for directory in ("/usr/local/sbin", "/usr/sbin", "/sbin")]
        for name in names:
            found = shutil.which(name) or _first_of(name, [*directories, *system])
            if found:
                return found
        if needed:
            self._missing.append(
                f"{names[0]} is not installed (Debian: apt-get install {package})."
            )
        return names[0]

    def tools(self, jar: Path, without: Sequence[str] = ()) -> Tools:
        """Everything but what is not needed."""
        debian = _postgres_directories()
        initdb = self.find("postgresql", "initdb", directories=debian)
        server = [Path(initdb).resolve().parent, *debian]
        tools = Tools(
            wrk=self.find("wrk", "wrk", needed="wrk" not in without),
            nginx=self.find("nginx-light", "nginx", needed="nginx" not in without),
            java=self.find("openjdk-17-jre-headless", "java"),
            initdb=initdb,
            postgres=_first_of("postgres", server) or self.find("postgresql", "postgres"),
            psql=_first_of("psql", server) or self.find("postgresql-client", "psql"),
            jar=jar.resolve(),
        )
        if not jar.is_file():
            self._missing.append(f"{jar} is missing; make it with: mvn -B -q package -DskipTests")
        return tools

    def end(self) -> None:
        """Says all that is missing at once."""
        if self._missing:
            raise Problem("\n".join(self._missing))


def find_tools(jar: Path, *, without: Sequence[str] = ()) -> Tools:
    """Finds everything but what is not needed, or says all that is missing at once."""
    search = Search()
    tools = search.tools(jar, without)
    search.end()
    _refuse_old(tools.postgres)
    return tools


def first_line(*command: str) -> str:
    """The first line of what a program says about itself, on either output."""
    result = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return (result.stdout.splitlines() or ["unknown"])[0]


def has_postgres() -> bool:
    """Whether a cluster can be made here."""
    return bool(_first_of("initdb", _postgres_directories()) or shutil.which("initdb"))


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

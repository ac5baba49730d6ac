"""What is well and what is not, a line each."""

import sys
from collections.abc import Iterable


class Findings:
    """Prints as it goes and remembers whether all was well."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0
        self.skipped = 0

    def check(self, name: str, problems: Iterable[str]) -> bool:
        """Well when there are no problems; each is told otherwise."""
        told = list(problems)
        if told:
            self.failed += 1
            print(f"FAILED  {name}")
            for problem in told:
                for line in problem.splitlines():
                    print(f"        {line}")
        else:
            self.passed += 1
            print(f"ok      {name}")
        sys.stdout.flush()
        return not told

    def skip(self, name: str, why: str) -> None:
        """Said loudly: what was not looked at may be broken."""
        self.skipped += 1
        print(f"SKIPPED {name}: {why}", flush=True)

    def summary(self) -> str:
        """All of it in numbers."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

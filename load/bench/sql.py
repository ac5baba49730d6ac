"""Prints the SQL of a DAO's method: DAO METHOD [NAME=VALUE ...], as it is with those parameters.

A parameter of a parameter has an underscore for its dot, as psql wants it: :rules_maxClicks. The SQL is taken from the compiled class, where texts that the source puts together are one. Of its
StringTemplate it knows what the DAOs use: <if(a)>, <if(a && b)>, <elseif(a)>, <else>, <endif>.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

CLASSES = Path(__file__).resolve().parents[2] / "target" / "classes"

METHOD = re.compile(r"^  public abstract \S.* (\w+)\(")
SQL = re.compile(r"^ {10}value=(\".*\")$")
TAG = re.compile(r"<(?:(?P<word>if|elseif)\((?P<condition>[\w\s&]+)\)|(?P<plain>else|endif))>")


def main() -> int:
    """Prints it, or says what there is not."""
    dao, method, *given = sys.argv[1:]
    text = sql_of(dao, method)
    if text is None:
        print(f"{dao} has no query {method}.", file=sys.stderr)
        return 1
    names = {parameter.split("=")[0] for parameter in given}
    sql = " ".join(chosen(text, names).split())
    print(re.sub(r"(?<=[^:]:)(\w+)\.(\w+)", r"\1_\2", sql))
    return 0


def sql_of(dao: str, method: str) -> str | None:
    """The template above a method of a DAO, or of an interface that it extends."""
    found = None
    for line in disassembled(dao):
        if match := METHOD.match(line):
            found = match[1]
        elif (match := SQL.match(line)) and found == method:
            return ast.literal_eval(match[1])
    return None


def disassembled(dao: str) -> list[str]:
    """What javap says of the DAO and of what it extends."""
    lines: list[str] = []
    names = [next(CLASSES.rglob(f"{dao}.class")).relative_to(CLASSES).with_suffix("")]
    while names:
        name = ".".join(names.pop().parts)
        told = subprocess.run(
            ["javap", "-v", "-cp", str(CLASSES), name], check=True, capture_output=True, text=True
        ).stdout.splitlines()
        lines += told
        for line in told:
            if match := re.match(r"(?:public )?interface \S+ extends (\S+)", line):
                names += [
                    Path(each.replace(".", "/"))
                    for each in match[1].split(",")
                    if each.startswith("io.shortener.")
                ]
    return lines


def chosen(template: str, given: set[str]) -> str:
    """The parts whose conditions hold."""
    result = []
    branches: list[tuple[bool, bool]] = []  # whether this one holds, whether one has held
    position = 0
    for tag in TAG.finditer(template):
        if all(holds for holds, _ in branches):
            result.append(template[position : tag.start()])
        position = tag.end()
        holds = all(part.strip() in given for part in (tag["condition"] or "").split("&&"))
        if tag["word"] == "if":
            branches.append((holds, holds))
        elif tag["plain"] == "endif":
            branches.pop()
        else:
            _, held = branches.pop()
            holds = not held and (holds or tag["plain"] == "else")
            branches.append((holds, held or holds))
    return "".join(result) + template[position:]


if __name__ == "__main__":
    sys.exit(main())

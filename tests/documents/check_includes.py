#!/usr/bin/env python3
"""Sees that each room includes headers of those rooms alone that the table of include/ripresa/README.md allows it.

The build stops what a room is not linked with, but links pass on: a room of a room can be included without being named.

usage: check_includes.py FOLDER   (of the repository)
"""

import pathlib
import re
import sys

ROW = re.compile(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]ripresa/(\w+)/', re.MULTILINE)


def allowed_by(page):
    """The rooms that each room may include; `base` and itself are open to every one."""
    rows = dict(ROW.findall(page.split("## The rooms")[1].split("\n## ")[0]))
    return {room: {room, "base"} | (set(re.findall(r"\w+", cell)) & set(rows)) for room, cell in rows.items()}


def forbidden(source, room, allowed):
    for folder in (source / "include" / "ripresa" / room, source / "sim" / room):
        for file in sorted(folder.rglob("*.[ch]pp")):
            for other in INCLUDE.findall(file.read_text()):
                if other not in allowed:
                    yield f"{file.relative_to(source)}: {room} may not include {other}"


def main():
    source = pathlib.Path(sys.argv[1]).resolve()
    allowed = allowed_by((source / "include/ripresa/README.md").read_text())
    rooms = {folder.name for folder in (source / "sim").iterdir() if folder.is_dir()}
    found = [f"include/ripresa/README.md: no row for the room {room}" for room in sorted(rooms - set(allowed))]
    for room in sorted(rooms & set(allowed)):
        found += forbidden(source, room, allowed[room])
    if found:
        sys.exit("\n".join(found))
    print(f"{len(rooms)} rooms include what they may")


if __name__ == "__main__":
    main()

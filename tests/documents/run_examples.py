#!/usr/bin/env python3
"""Runs the examples of documentation pages, as a reader would, and compares what they print with what the pages say.

A page's ```sh, ```python and ```r blocks run in order, in a folder that looks like the repository with the program built.
A ```text block right after one is what it prints on standard output, to the letter. A ```cpp block is the first program,
tests/documents/first_program.cpp, which the build compiles. Blocks marked otherwise (```console, ```toml) do not run.

usage: run_examples.py --program FILE --first-program FILE --source FOLDER [--quick | --update] PAGE...
  --quick   a few days a run, and nothing is compared: do the examples run at all?
  --update  write what the examples print into the pages, instead of comparing
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# Exit status 3 is an answer (an objective does not hold), which a reader at a terminal would not mind.
WRAPPER = """#!/bin/sh
{quick}
"{program}" "$@"
status=$?
[ $status -eq 3 ] && exit 0
exit $status
"""
QUICK = 'case "$1 $*" in "run "*--replications*) ;; "run "*) set -- "$@" --replications 3 ;; esac'

# Debian's own Python, which has the packages of tools/install-packages.
INTERPRETERS = {"sh": ["bash", "-euo", "pipefail"], "python": ["/usr/bin/python3"], "r": ["Rscript"]}
FENCE = re.compile(r"^```(\w*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


def make_sandbox(folder, program, source, quick):
    """Everything of the repository but what is built or run; the program where the pages say it is."""
    for entry in source.iterdir():
        if not entry.name.startswith((".", "build", "out")):
            (folder / entry.name).symlink_to(entry)
    (folder / "build").mkdir()
    wrapper = folder / "build" / "ripresa"
    wrapper.write_text(WRAPPER.format(program=program, quick=QUICK if quick else ""))
    wrapper.chmod(0o755)


def command_of(language, code, folder, options):
    """What runs the block; nothing when it is not to run, or cannot here."""
    if language == "cpp":
        if code != (options.source / "tests/documents/first_program.cpp").read_text():
            sys.exit("the page's program is not tests/documents/first_program.cpp; copy that into the page")
        return [str(options.first_program)]
    if language not in INTERPRETERS:
        return None
    interpreter = INTERPRETERS[language]
    if not shutil.which(interpreter[0]):
        print(f"skipped a {language} block: {interpreter[0]} is not installed")
        return None
    script = folder / "block"
    script.write_text(code)
    return interpreter + [str(script)]


def run_block(command, language, code, folder):
    """Standard output of the block; fails loudly when the block fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    if done.returncode != 0:
        sys.exit(f"a {language} block ended with status {done.returncode}:\n{code}\n{done.stdout}{done.stderr}")
    return done.stdout


def check_page(page, options):
    """The page with its outputs as they are; complains about each that differs."""
    text = page.read_text()
    differing = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_sandbox(folder, options.program, options.source, options.quick)
        blocks = list(FENCE.finditer(text))
        replaced = []
        for block, after in zip(blocks, blocks[1:] + [None]):
            language, code = block.groups()
            command = command_of(language, code, folder, options)
            if not command:
                continue
            printed = run_block(command, language, code, folder)
            if after is None or after.group(1) != "text" or text[block.end():after.start()].strip():
                continue
            replaced.append((after.start(2), after.end(2), printed))
            if printed != after.group(2) and not options.quick and not options.update:
                differing += 1
                print(f"{page}: after\n{code}\nthe page says\n{after.group(2)}\nand it is\n{printed}")
    if options.update:
        for start, end, printed in reversed(replaced):
            text = text[:start] + printed + text[end:]
        page.write_text(text)
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=lambda name: pathlib.Path(name).resolve(), required=True)
    parser.add_argument("--first-program", type=lambda name: pathlib.Path(name).resolve(), required=True)
    parser.add_argument("--source", type=lambda name: pathlib.Path(name).resolve(), required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    differing = sum(check_page(page, options) for page in options.pages)
    if differing:
        sys.exit(f"{differing} outputs differ; if the change is meant: tests/documents/update")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Sees that every link of the documentation pages to a file or a section of the repository leads somewhere.

A section's anchor is made from its heading as GitHub does it. A heading whose anchor another one of the page has already
is an error: links would lead to the first, whatever they mean. Links to other sites are not followed.

usage: check_links.py FOLDER   (of the repository; all of its pages)
"""

import pathlib
import re
import sys
import urllib.parse

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+?)[ #]*$", re.MULTILINE)
LINK = re.compile(r"\]\(([^()\s]+)\)|^\[[^]]+\]: *(\S+)", re.MULTILINE)
CODE = re.compile(r"`[^`\n]*`")
SITE = re.compile(r"[a-z]+:")


def pages_of(source):
    """Every page of the repository, but of what is built or run."""
    return [page for page in sorted(source.rglob("*.md"))
            if not page.relative_to(source).parts[0].startswith((".", "build", "out"))]


def anchor_of(heading):
    """As GitHub makes it: small letters, without punctuation, hyphens for blanks."""
    shown = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")


def anchors_of(page):
    return [anchor_of(heading) for heading in HEADING.findall(FENCE.sub("", page.read_text()))]


def links_of(page):
    prose = CODE.sub("", FENCE.sub("", page.read_text()))
    links = [inline or reference for inline, reference in LINK.findall(prose)]
    return [link for link in links if not SITE.match(link)]


def complaint_about(link, page):
    """What is wrong with the link; nothing when it leads somewhere."""
    path, _, anchor = urllib.parse.unquote(link).partition("#")
    target = page.parent / path if path else page
    if not target.exists():
        return "there is no such file"
    if anchor and (target.suffix != ".md" or anchor not in anchors_of(target)):
        return "there is no such section"
    return None


def faults_of(page):
    anchors = anchors_of(page)
    for anchor in sorted({anchor for anchor in anchors if anchors.count(anchor) > 1}):
        yield f"several headings have the anchor #{anchor}; name them apart"
    for link in links_of(page):
        complaint = complaint_about(link, page)
        if complaint:
            yield f"{link}: {complaint}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = pathlib.Path(sys.argv[1]).resolve()
    pages = pages_of(source)
    if not pages:
        sys.exit(f"there are no pages in {source}")
    faults = [f"{page.relative_to(source)}: {fault}" for page in pages for fault in faults_of(page)]
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()

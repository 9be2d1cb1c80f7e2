"""Tests of the built card; scripts/lint compares it with its sources."""

import gzip
import json
import re

from custom_components.backcare.frontend import FILE_NAME, FOLDER

MAX_BYTES = 60_000
"""Of the packed file: a page that has the card waits for it."""

ADDRESS = re.compile(rb"https?://[\w.-]+")
NAMES = {b"http://www.w3.org", b"https://github.com"}
"""Names of formats, and a link for who wants to read on."""

CARD = (FOLDER / FILE_NAME).read_bytes()


def test_it_is_small() -> None:
    """A phone loads it quickly."""
    assert len(gzip.compress(CARD)) <= MAX_BYTES


def test_it_is_whole() -> None:
    """It needs nobody else's server, nor a file beside it."""
    assert set(ADDRESS.findall(CARD)) <= NAMES
    assert b"sourceMappingURL" not in CARD


def test_it_knows_its_version() -> None:
    """It can tell that it does not fit the integration."""
    manifest = json.loads((FOLDER.parent / "manifest.json").read_text())
    assert manifest["version"].encode() in CARD

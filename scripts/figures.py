"""Draws all pictures of the exercises on one sheet, to look at and for the documentation."""

from html import escape
from pathlib import Path

from custom_components.backcare.catalogue import load_catalogue
from custom_components.backcare.engine.models import Side
from custom_components.backcare.figures import Figures
from custom_components.backcare.figures.models import HEIGHT, WIDTH

TARGET = Path(__file__).parents[1] / "docs" / "figures.svg"

COLUMNS = 4
GAP = 24
"""Around a picture; its name is below."""


def sheet(figures: Figures) -> str:
    """Return the sheet; a figure with sides is there once for each of them."""
    keys = [
        key
        for key in figures.keys
        if "." in key or figures.figures[key].side is Side.NONE
    ]
    cells = [
        _cell(figures, key, *divmod(number, COLUMNS)) for number, key in enumerate(keys)
    ]
    rows = -(-len(keys) // COLUMNS)
    width, height = COLUMNS * (WIDTH + GAP), rows * (HEIGHT + 2 * GAP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'fill="#808080" font-family="sans-serif" font-size="9.5" text-anchor="middle">\n'
        f"{'\n'.join(cells)}\n</svg>\n"
    )


def _cell(figures: Figures, key: str, row: int, column: int) -> str:
    """Return a picture at its place, with its name."""
    x, y = column * (WIDTH + GAP) + GAP // 2, row * (HEIGHT + 2 * GAP) + GAP // 2
    place = f'<svg x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" '
    picture = figures.draw(key, "en").replace("<svg ", place, 1)
    title = "".join(
        f'<text x="{x + WIDTH // 2}" y="{y + HEIGHT + 12 + 11 * number}">{line}</text>'
        for number, line in enumerate(escape(figures.title(key, "en")).split(": "))
    )
    return f"{picture}{title}"


if __name__ == "__main__":
    TARGET.write_text(sheet(load_catalogue().figures), encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")

"""Draws the icons and logos of the integration from the SVG files in docs/brand."""

from io import BytesIO
from pathlib import Path

from PIL import Image
import resvg_py

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "docs" / "brand"
TARGET = ROOT / "custom_components" / "backcare" / "brand"

HEIGHTS = {"icon": 256, "logo": 128, "dark_logo": 128}
"""In pixels. The icon looks good on a dark background too, so it has no dark twin."""


def draw(name: str, scale: int) -> Image.Image:
    """Return a picture with a palette, which makes the file small."""
    svg = (SOURCE / f"{name}.svg").read_text()
    png = resvg_py.svg_to_bytes(svg_string=svg, height=HEIGHTS[name] * scale)
    return Image.open(BytesIO(bytes(png))).quantize(method=Image.Quantize.FASTOCTREE)


if __name__ == "__main__":
    for picture in HEIGHTS:
        for scale, suffix in ((1, ""), (2, "@2x")):
            file = TARGET / f"{picture}{suffix}.png"
            draw(picture, scale).save(file, optimize=True)
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")

"""A figure as SVG: a person made of round lines, on a mat."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from html import escape
from math import dist

from .models import HEIGHT, LIMBS, WIDTH, Body, Figure, Frame, Point
from .motion import Motion, short

type _Line = tuple[str, float, Callable[[Frame], str]]
"""The colour and the width of a line, and its path in a frame."""

_COLOURS = {
    "skin": ("#e3a062", "#efb57e"),
    "hair": ("#6d4430", "#a9755a"),
    "shirt": ("#12918a", "#2fb5ac"),
    "trousers": ("#3b648d", "#6f9cc9"),
    "far-skin": ("#f0cdab", "#8a6748"),
    "far-trousers": ("#9db1c6", "#42597a"),
    "mat": ("#bcdcd8", "#2b5553"),
    "thing": ("#a89f91", "#8d8579"),
    "accent": ("#d9730d", "#ffb84d"),
    "good": ("#2e7d32", "#66bb6a"),
    "bad": ("#c62828", "#ef5350"),
}
"""The colours on light and on dark; a page may set --backcare-figure-… to its own."""

_STYLE = (
    ".backcare-figure{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    ".backcare-figure path{stroke:currentColor}"
    ".backcare-figure text{fill:currentColor;font:700 34px sans-serif}"
    ".backcare-figure .faint{opacity:.5}.backcare-figure .still{display:none}"
    "@media(prefers-reduced-motion:reduce){.backcare-figure .moving{display:none}"
    ".backcare-figure .still{display:inline}}"
)

_TRUNK, _LEG, _ARM, _HEAD, _HAIR, _BELLY = 15, 10, 6.5, 18, 9, 8
"""The widths of the body."""

_FACE = {Body.PRONE: 1, Body.UPRIGHT: 1, Body.SUPINE: -1, Body.SIDEWAYS: 0}
"""On which side of the back the face and the belly are; 0 is towards us."""

_BACK, _NECK = ("hip", "shoulder"), ("shoulder", "head")

_FURNITURE = {"table": 26, "stool": 15}
"""Half the width of what stands on the floor."""

_MAT = "M16 130H224"
_TICK = "M158 62l8 9 15-19"
_CROSS = "M42 52l16 16m0-16l-16 16"
_BESIDE_WRONG = "translate(22)"
_WRONG = "matrix(.7 0 0 .7 -50 38.4)"
_MIRRORED = f"matrix(-1 0 0 1 {WIDTH} 0)"


def document(
    figure: Figure, title: str, *, letter: str = "", is_mirrored: bool = False
) -> str:
    """Return the picture; the letter tells the side."""
    drawing = _person(figure)
    if figure.wrong:
        wrong = _still(_lines(figure), figure.wrong)
        drawing = (
            f'<g transform="{_BESIDE_WRONG}">{drawing}</g>{_path("good", 5, _TICK)}'
            f'<g transform="{_WRONG}" class="faint">{wrong}</g>{_path("bad", 5, _CROSS)}'
        )
    if is_mirrored:
        drawing = f'<g transform="{_MIRRORED}">{drawing}</g>'
    if letter:
        drawing += f'<text x="14" y="42" class="accent">{letter}</text>'
    drawing = _path("mat", 4, _MAT) + drawing
    title = escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'class="backcare-figure" role="img" aria-label="{title}"><title>{title}</title>'
        f"<style>{_STYLE}{_colours(drawing)}</style>{drawing}</svg>"
    )


def _colours(drawing: str) -> str:
    """Return the style of the colours that a drawing uses, for light and for dark."""
    light, dark = (
        "".join(
            f".backcare-figure .{name}{{color:var(--backcare-figure-{name},{pair[index]})}}"
            for name, pair in _COLOURS.items()
            if f'class="{name}"' in drawing
        )
        for index in (0, 1)
    )
    return f"{light}@media(prefers-color-scheme:dark){{{dark}}}"


def _person(figure: Figure) -> str:
    """Return the person; one who moves also stands still, for less motion."""
    if not figure.motion:
        return _still(_lines(figure), figure.frame)
    motion = Motion(figure.motion)
    moving = "".join(
        _path(colour, width, draw(figure.frame), motion.animate(draw))
        for colour, width, draw in _lines(figure)
    )
    return (
        f'<g class="moving">{moving}</g><g class="still">'
        f'<g class="faint">{_still(_lines(figure), motion.start)}</g>'
        f"{_still(_lines(figure), figure.frame)}</g>"
    )


def _still(lines: Iterable[_Line], frame: Frame) -> str:
    """Return the lines in one frame."""
    return "".join(_path(colour, width, draw(frame)) for colour, width, draw in lines)


def _path(colour: str, width: float, path: str, animation: str = "") -> str:
    """Return a line."""
    end = f">{animation}</path>" if animation else "/>"
    return f'<path class="{colour}" stroke-width="{width}" d="{path}"{end}'


def _lines(figure: Figure) -> Iterator[_Line]:
    """Yield the lines of a person and of what is around, from the back to the front."""
    face = _FACE[figure.body]
    for thing, half in _FURNITURE.items():
        if thing in figure.frame:
            yield "thing", 4, partial(_furniture, thing, half)
    yield from _limb(figure, "far_leg", "far-")
    yield from _limb(figure, "far_arm", "far-")
    yield "skin", 7, partial(_chain, _NECK)
    yield "trousers", _TRUNK, partial(_back, 0, 0.2)
    yield from _limb(figure, "leg")
    yield "shirt", _TRUNK, partial(_back, 0.25, 1)
    if "belly" in figure.frame:
        yield "shirt", _BELLY, partial(_belly, face)
    yield "skin", _HEAD, partial(_dots, ((0, 0),))
    if face:
        yield "skin", 4, partial(_dots, ((1, 9 * face),))
    else:
        yield "hair", 2, partial(_dots, ((-2, -3), (-2, 3)))
    yield "hair", _HAIR, partial(_hair, face)
    for limb in ("arm", "top_leg", "top_arm"):
        yield from _limb(figure, limb)
    if "booklet" in figure.frame:
        yield "accent", 3.5, _booklet
    if figure.arrow:
        yield "accent", 3, partial(_arrow, face)


def _limb(figure: Figure, name: str, shade: str = "") -> Iterator[_Line]:
    """Yield the lines of an arm or leg; none if it is always exactly behind the near one."""
    joints = LIMBS[name]
    near = LIMBS[name.rpartition("_")[2]]
    frames = (figure.frame, *(frame for frame, _ in figure.motion))
    if name not in ("arm", "leg") and all(
        frame[joint] == frame[other]
        for frame in frames
        for joint, other in zip(joints, near, strict=True)
    ):
        return
    if "hip" in joints:
        yield f"{shade}trousers", _LEG, partial(_chain, joints[:-1])
        joints = joints[-2:]
    yield f"{shade}skin", _ARM, partial(_chain, joints)


def _chain(joints: Sequence[str], frame: Frame) -> str:
    """Return the line along joints."""
    return f"M{' '.join(_pair(frame[joint]) for joint in joints)}"


def _back(start: float, end: float, frame: Frame) -> str:
    """Return a part of the curve of the back, between two shares of the way up."""

    def blossom(low: float, high: float) -> str:
        """Return a point of the curve, or the control point between two of them."""
        lower = _along(frame["hip"], frame["spine"], low)
        upper = _along(frame["spine"], frame["shoulder"], low)
        return _pair(_along(lower, upper, high))

    return f"M{blossom(start, start)}Q{blossom(start, end)} {blossom(end, end)}"


def _belly(face: int, frame: Frame) -> str:
    """Return the curve of the belly, whose edge is at the belly's point."""
    low, high = (
        _along(frame["hip"], frame["shoulder"], share) for share in (0.2, 0.62)
    )
    top = _beside(frame, _BACK, "belly", 0, -face * _BELLY / 2)
    control = _along(_along(low, high, 0.5), top, 2)
    return f"M{_pair(low)}Q{_pair(control)} {_pair(high)}"


def _arrow(face: int, frame: Frame) -> str:
    """Return an arrow that points at the belly."""
    tail, tip, left, right = (
        _pair(_beside(frame, _BACK, "belly", along, face * out))
        for along, out in ((0, 22), (0, 6), (-5, 11), (5, 11))
    )
    return f"M{tail} {tip}M{left} {tip} {right}"


def _dots(places: Iterable[Point], frame: Frame) -> str:
    """Return dots on the head, so far along the neck and to the right of it."""
    points = [_pair(_beside(frame, _NECK, "head", *place)) for place in places]
    return "".join(f"M{point} {point}" for point in points)


def _hair(face: int, frame: Frame) -> str:
    """Return the hair: from the forehead to the neck, or from ear to ear."""
    places = ((3.6, 2.7 * face), (-1.8, -4.1 * face)) if face else ((3, 3.6), (3, -3.6))
    start, end = (_pair(_beside(frame, _NECK, "head", *place)) for place in places)
    return f"M{start}A4.5 4.5 0 0 {int(face < 0)} {end}"


def _booklet(frame: Frame) -> str:
    """Return the booklet; its point is on the line of the back, so the trunk lifts it."""
    ends = (_beside(frame, _BACK, "booklet", along, -6.5) for along in (-10, 10))
    return f"M{' '.join(map(_pair, ends))}"


def _furniture(thing: str, half: float, frame: Frame) -> str:
    """Return a stool or a table, whose top is at its point."""
    x, y = frame[thing]
    seat, left, right = y + 2, x - half + 6, x + half - 6
    legs = "".join(f"M{short(leg)} {short(seat)}V127" for leg in (left, right))
    return f"M{short(x - half)} {short(seat)}h{2 * half}{legs}"


def _beside(
    frame: Frame, bone: tuple[str, str], start: str, along: float, across: float
) -> Point:
    """Return the point so far from another, along a bone and to the right of it."""
    (from_x, from_y), (to_x, to_y) = frame[bone[0]], frame[bone[1]]
    length = dist((from_x, from_y), (to_x, to_y))
    unit_x, unit_y = (to_x - from_x) / length, (to_y - from_y) / length
    x, y = frame[start]
    return x + along * unit_x - across * unit_y, y + along * unit_y + across * unit_x


def _along(start: Point, end: Point, share: float) -> Point:
    """Return the point after a share of the way."""
    return (
        start[0] + share * (end[0] - start[0]),
        start[1] + share * (end[1] - start[1]),
    )


def _pair(point: Point) -> str:
    """Return a point as it is in a path."""
    return " ".join(map(short, point))

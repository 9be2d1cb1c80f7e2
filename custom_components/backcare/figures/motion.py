"""The way from one key frame to the next: limbs turn, and start and stop gently."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import acos, atan2, ceil, cos, dist, pi, sin, tau

from .models import FLOOR, LIMBS, Frame, Point

_PARENTS = {
    joint: parent for limb in LIMBS.values() for parent, joint in pairwise(limb)
}
"""The joint about which each joint turns; the inner ones come first."""

_LARGEST_TURN = pi / 6
"""In radians, as long as it may be drawn as a straight line."""


class Motion:
    """A round of frames that starts again and again."""

    def __init__(self, steps: Sequence[tuple[Frame, float]]) -> None:
        """Work out the frames between the key frames; the last one is also the first."""
        self.start, _ = steps[-1]
        self._seconds = sum(seconds for _, seconds in steps)
        self._frames = [self.start]
        self._moments = [0.0]
        self._splines = [""]
        elapsed = 0.0
        before = self.start
        for after, seconds in steps:
            turns = [abs(_turn(before, after, joint)) for joint in _PARENTS]
            count = ceil(max(turns) / _LARGEST_TURN) or 1
            for number in range(count):
                low, high = number / count, (number + 1) / count
                self._frames.append(_between(before, after, high))
                self._moments.append(elapsed + seconds * _reached(high))
                self._splines.append(_spline(low, high))
            before = after
            elapsed += seconds

    def animate(self, draw: Callable[[Frame], str]) -> str:
        """Return the animation of a path; empty if it doesn't move."""
        paths = [draw(frame) for frame in self._frames]
        if len(set(paths)) == 1:
            return ""
        last = len(paths) - 1
        kept = [
            index
            for index in range(last + 1)
            if index in (0, last) or len(set(paths[index - 1 : index + 2])) > 1
        ]
        times = ";".join(short(self._moments[i] / self._seconds, 4) for i in kept)
        splines = ";".join(self._splines[index] for index in kept[1:])
        return (
            f'<animate attributeName="d" dur="{self._seconds:g}s" '
            f'repeatCount="indefinite" calcMode="spline" keyTimes="{times}" '
            f'keySplines="{splines}" values="{";".join(paths[i] for i in kept)}"/>'
        )


def short(number: float, digits: int = 1) -> str:
    """Return a number with few digits, and never -0."""
    return f"{round(number, digits) + 0:g}"


def _between(before: Frame, after: Frame, share: float) -> Frame:
    """Return the frame after a share of the way; joints turn, the rest goes straight."""
    points: dict[str, Point] = {}
    for name, (x, y) in before.items():
        end_x, end_y = after[name]
        points[name] = (x + share * (end_x - x), y + share * (end_y - y))
    for joint, parent in _PARENTS.items():
        if before[joint] == after[joint]:
            continue  # On the floor, or as far as it goes.
        start, end = (dist(frame[parent], frame[joint]) for frame in (before, after))
        length = start + share * (end - start)
        angle = _angle(before, joint) + share * _turn(before, after, joint)
        x, y = points[parent]
        points[joint] = (x + length * cos(angle), min(y + length * sin(angle), FLOOR))
    return points


def _angle(frame: Frame, joint: str) -> float:
    """Return the direction of a bone, in radians."""
    (x, y), (parent_x, parent_y) = frame[joint], frame[_PARENTS[joint]]
    return atan2(y - parent_y, x - parent_x)


def _turn(before: Frame, after: Frame, joint: str) -> float:
    """Return by how much a bone turns, in radians and the shortest way."""
    return (_angle(after, joint) - _angle(before, joint) + pi) % tau - pi


def _reached(share: float) -> float:
    """Return the share of the time after which a share of the way is done."""
    return acos(1 - 2 * share) / pi


def _spline(low: float, high: float) -> str:
    """Return the speed between two shares of the way: half a wave from rest to rest."""
    start, end = _reached(low), _reached(high)
    scale = pi / 6 * (end - start) / (high - low)
    points = (1 / 3, scale * sin(pi * start), 2 / 3, 1 - scale * sin(pi * end))
    return " ".join(short(number, 2) for number in points)

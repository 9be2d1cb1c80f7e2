"""The words of the figures as frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from custom_components.backcare.engine.models import Side

WIDTH, HEIGHT = 240, 135
"""The field on which the points are; it counts from the upper left corner."""

FLOOR = 125
"""How far down a joint can be; the limb around it is then on the mat."""

LIMBS = {
    "far_leg": ("hip", "far_knee", "far_ankle", "far_toe"),
    "far_arm": ("shoulder", "far_elbow", "far_wrist"),
    "leg": ("hip", "knee", "ankle", "toe"),
    "arm": ("shoulder", "elbow", "wrist"),
    "top_leg": ("hip", "top_knee", "top_ankle", "top_toe"),
    "top_arm": ("shoulder", "top_elbow", "top_wrist"),
}
"""The joints of each limb, from the body outwards."""

JOINTS = frozenset({"head", *(joint for limb in LIMBS.values() for joint in limb)})
"""What every frame has."""

THINGS = frozenset({"spine", "belly", "booklet", "stool", "table"})
"""What else a frame may have; if one frame of a figure has it, all have."""

type Point = tuple[float, float]
type Frame = Mapping[str, Point]
"""Where everything is at one moment, by name."""


class Body(StrEnum):
    """How the person is turned; the head is to the right, or up."""

    PRONE = "prone"
    SUPINE = "supine"
    UPRIGHT = "upright"
    SIDEWAYS = "sideways"
    """On the side, seen from the front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The picture of an exercise, or of a variant of it."""

    body: Body
    frame: Frame
    """What is shown where nothing moves."""
    wrong: Frame | None = None
    """The same done wrong, shown beside it."""
    side: Side = Side.NONE
    """The side that is shown; the other one is its mirror image."""
    motion: tuple[tuple[Frame, float], ...] = ()
    """The frames that follow each other, and the seconds from the one before."""
    arrow: bool = False
    """Whether an arrow shows where the belly goes."""

    def without(self, thing: str) -> Self:
        """Return the figure without a thing."""

        def rest(frame: Frame) -> Frame:
            return {name: frame[name] for name in frame if name != thing}

        return replace(
            self,
            frame=rest(self.frame),
            wrong=self.wrong and rest(self.wrong),
            motion=tuple((rest(frame), seconds) for frame, seconds in self.motion),
        )

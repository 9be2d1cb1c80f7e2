"""Reads figures from plain data and refuses what can't be drawn."""

from collections.abc import Mapping
from typing import Any

from .models import JOINTS, Figure, Frame, Point

_STAY = "stay"


class InvalidFigure(Exception):
    """A figure can't be drawn; ``path`` names the place, ``reason`` the fault."""

    def __init__(self, path: str, reason: str) -> None:
        """Keep the place and the fault."""
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


def parse_figures(content: Mapping[str, Any]) -> dict[str, Figure]:
    """Return the figures by id; raises InvalidFigure for the first fault."""
    frames = parse_frames(content["frames"])
    return {key: _figure(key, item, frames) for key, item in content["figures"].items()}


def parse_frames(items: Mapping[str, Mapping[str, Any]]) -> dict[str, Frame]:
    """Return the frames by name; raises InvalidFigure for the first fault."""
    told: dict[str, dict[str, Point]] = {}
    for name, item in items.items():
        points = dict(item)
        like = points.pop("like", name)
        if like != name and like not in told:
            raise InvalidFigure(f"frames.{name}.like", f"there is no {like} before it")
        told[name] = told.get(like, {}) | points
    return {name: _completed(name, points) for name, points in told.items()}


def _completed(name: str, told: Mapping[str, Point]) -> Frame:
    """Return the frame with all limbs and a back; what is not told is like the near one."""
    points = dict(told)
    for joint in sorted(JOINTS):
        near = joint.removeprefix("far_").removeprefix("top_")
        if near not in told:
            raise InvalidFigure(f"frames.{name}.{near}", "missing")
        points.setdefault(joint, told[near])
    (x, y), (shoulder_x, shoulder_y) = points["hip"], points["shoulder"]
    points.setdefault("spine", ((x + shoulder_x) / 2, (y + shoulder_y) / 2))
    return points


def _figure(key: str, item: Mapping[str, Any], frames: Mapping[str, Frame]) -> Figure:
    """Return the figure that the data describe."""

    def frame(name: str, path: str) -> Frame:
        """Return the frame of that name, which has the same points as the others."""
        if name not in frames:
            raise InvalidFigure(f"figures.{key}.{path}", f"there is no frame {name}")
        if frames[name].keys() != frames[item["frame"]].keys():
            raise InvalidFigure(f"figures.{key}.{path}", f"{name} has other points")
        return frames[name]

    shown = frame(item["frame"], "frame")
    if item["arrow"] and "belly" not in shown:
        raise InvalidFigure(f"figures.{key}.arrow", "there is no belly to point at")
    motion: list[tuple[Frame, float]] = []
    current = item["frame"]
    for index, (name, seconds) in enumerate(item["motion"]):
        current = current if name == _STAY else name
        motion.append((frame(current, f"motion[{index}]"), seconds))
    return Figure(
        body=item["body"],
        frame=shown,
        wrong=frame(item["wrong"], "wrong") if "wrong" in item else None,
        side=item["side"],
        motion=tuple(motion),
        arrow=item["arrow"],
    )

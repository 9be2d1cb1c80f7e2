"""Works out from presses on a button how late the ticks of a speaker are."""

from collections.abc import Sequence
from typing import Final

MAX_SCATTER_SECONDS: Final = 0.25
"""How far a press may be from the others; one of them may be further."""


def lag_seconds(presses: Sequence[float], period_seconds: float) -> float | None:
    """Return how long after the command a tick is heard; None if presses disagree.

    The presses are in seconds after the command that lets a speaker tick.
    """
    middle = circular_median(presses, period_seconds)
    if scatter_seconds(presses, middle, period_seconds) > MAX_SCATTER_SECONDS:
        return None
    # Who presses a little early means the tick that comes, not the one before.
    return 0.0 if middle > period_seconds - MAX_SCATTER_SECONDS else middle


def circular_median(values: Sequence[float], period: float) -> float:
    """Return the value that is nearest to all others, as on the face of a clock."""
    return min(
        (value % period for value in values),
        key=lambda middle: sum(_distance(value, middle, period) for value in values),
    )


def scatter_seconds(values: Sequence[float], middle: float, period: float) -> float:
    """Return how far the values are from the middle, the wildest one left out."""
    return sorted(_distance(value, middle, period) for value in values)[-2]


def _distance(value: float, other: float, period: float) -> float:
    """Return how far two values are apart, the short way round."""
    apart = abs(value - other) % period
    return min(apart, period - apart)

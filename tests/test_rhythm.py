"""Test what presses on a button tell about a speaker."""

import pytest

from custom_components.backcare.flows.rhythm import (
    circular_median,
    lag_seconds,
    scatter_seconds,
)

PERIOD = 2


@pytest.mark.parametrize(
    ("presses", "lag"),
    [
        ([2.1, 4.1, 6.1, 8.1, 10.1], 0.1),
        ([2.1, 8.12, 10.11, 20.09, 38.13], 0.11),
        # Ticks of a speaker that is far behind.
        ([3.6, 5.7, 7.65, 9.6, 11.62], 1.62),
        # One press is wild, whichever it is.
        ([3.0, 4.2, 6.2, 8.2, 10.2], 0.2),
        ([2.2, 4.2, 6.2, 8.2, 9.2], 0.2),
        # Presses around a tick without any delay.
        ([1.97, 4.02, 6.01, 7.98, 10.03], 0.01),
        ([2.05, 3.96, 5.95, 7.97, 10.02], 0),
        ([1.9, 3.9, 5.9, 7.9, 9.9], 0),
        # As far apart as may be.
        ([2.2, 4.2, 6.2, 8.44, 10.44], 0.2),
    ],
)
def test_lag(presses: list[float], lag: float) -> None:
    """The delay is what most presses agree on."""
    assert lag_seconds(presses, PERIOD) == pytest.approx(lag)


@pytest.mark.parametrize(
    "presses",
    [
        [2.2, 4.2, 6.2, 8.5, 10.5],
        [2.0, 4.4, 6.8, 9.2, 11.6],
        [2.1, 4.1, 7.1, 9.1, 10.1],
    ],
)
def test_presses_that_disagree(presses: list[float]) -> None:
    """Two wild presses are too many."""
    assert lag_seconds(presses, PERIOD) is None


@pytest.mark.parametrize(
    ("values", "median"),
    [([0.1, 1.9, 1.95], 1.95), ([0.05, 1.9, 0.1], 0.05), ([3, 1, 1], 1)],
)
def test_median_goes_round(values: list[float], median: float) -> None:
    """The end of the period is next to its beginning."""
    assert circular_median(values, PERIOD) == pytest.approx(median)


def test_scatter_goes_round() -> None:
    """The distance is the short way round, without the wildest value."""
    assert scatter_seconds([1.9, 0.1, 1], 0, PERIOD) == pytest.approx(0.1)

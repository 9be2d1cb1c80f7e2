"""Pytest plugin that lets pytest-homeassistant-custom-component for Home Assistant 2026.10 run on 2026.11.

To be loaded before it: `pytest -p tests.ha_next`.
"""

# First of all, because it puts httpx2 in the place of httpx, which must not have been imported yet.
import homeassistant  # noqa: F401, I001

# These replace what other modules take from Home Assistant by name, so they come before any of them.
from pytest_homeassistant_custom_component import (  # noqa: F401
    patch_json,
    patch_recorder,
    patch_time,
)

from homeassistant.components import logger
from homeassistant.components.logger.helpers import _clear_logger_overwrites

logger._clear_logger_overwrites = _clear_logger_overwrites

"""Turns what the engine refuses into words for the person."""

from collections.abc import Iterator
from contextlib import contextmanager

from homeassistant.exceptions import ServiceValidationError

from .const import DOMAIN
from .engine.errors import EngineError


@contextmanager
def translated_errors() -> Iterator[None]:
    """Raise ServiceValidationError, translated, for an EngineError."""
    try:
        yield
    except EngineError as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=err.key,
            translation_placeholders=err.placeholders,
        ) from err

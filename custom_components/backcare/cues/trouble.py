"""Tells the log of the trouble with an output, once in a session."""

import logging

LOGGER = logging.getLogger(__package__)


class Trouble:
    """What the log knows of one speaker or light."""

    def __init__(self, entity_id: str) -> None:
        """Begin without any trouble."""
        self._entity_id = entity_id
        self._told: set[str] = set()

    def gone(self) -> None:
        """Tell that the output is missing or unavailable."""
        if self._is_new("gone"):
            LOGGER.warning(
                "%s is missing or not available; the session goes on without it",
                self._entity_id,
            )

    def there(self) -> None:
        """Tell that an output is back, if it was gone."""
        if "gone" in self._told and self._is_new("back"):
            LOGGER.info("%s is available again", self._entity_id)

    def failed(self, err: Exception) -> None:
        """Tell that the output did not do what it was asked to."""
        if self._is_new("failed"):
            reason = "no answer in time" if isinstance(err, TimeoutError) else repr(err)
            LOGGER.warning("%s missed a cue: %s", self._entity_id, reason)

    def _is_new(self, trouble: str) -> bool:
        """Return if this was not told before."""
        if trouble in self._told:
            return False
        self._told.add(trouble)
        return True

"""Remembers how a light was before a session, and tells if somebody changed it since."""

from collections.abc import Callable, Sequence

from homeassistant.components.light.const import (
    ATTR_SUPPORTED_COLOR_MODES,
    COLOR_MODES_BRIGHTNESS,
)
from homeassistant.const import STATE_OFF
from homeassistant.core import Context, State

from .light_states import is_like
from .looks import Look


class Memory:
    """What is known of one light: how it was, and what we made of it."""

    def __init__(
        self,
        context: Context,
        looks: Sequence[Look],
        on_change: Callable[[], None],
        before: State | None,
    ) -> None:
        """Take how the light was, and the looks in which a restart may have left it."""
        self.before = before
        """With how it comes on, if it is off and that is known."""
        self.shown: Look | None = None
        """The last look that was asked of the light in this run."""
        self.is_taken_over = False
        """Somebody changed the light meanwhile: it is theirs."""
        self.is_woken_unseen = False
        """It went away while it was turned on: nobody knows how it came on."""
        self._context = context
        self._looks = looks
        self._on_change = on_change
        self._is_inherited = before is not None
        self._seen: State | None = None
        """The last state that came from us."""
        self._context_id_asked: str | None = None
        """Of the state at the last command: it stands until the light answers."""

    def note(self, state: State) -> None:
        """Remember how the light is, once."""
        if self.is_taken_over:
            return
        if self._is_inherited and self.is_changed_by_others(state):
            self.before = None
        self._is_inherited = False
        if self.before is None:
            self._remember(state)

    def lacks_wake(self, state: State) -> bool:
        """Return if it is not known how a light that is off and can be dimmed comes on."""
        return (
            self.shown is None
            and state.state == STATE_OFF
            and not COLOR_MODES_BRIGHTNESS.isdisjoint(
                state.attributes.get(ATTR_SUPPORTED_COLOR_MODES) or ()
            )
        )

    def note_wake(self, state: State) -> None:
        """Remember how a light that was off comes on."""
        self._remember(State(state.entity_id, STATE_OFF, state.attributes))

    def forget(self) -> None:
        """Forget how the light was, and what we made of it."""
        self.shown = self._seen = None
        self.is_woken_unseen = False
        self._remember(None)

    def ask(self, state: State) -> None:
        """Take note of the state in which the light is given a command."""
        self._context_id_asked = state.context.id

    def see(self, state: State, *, is_expected: bool) -> None:
        """Remember a new state if it came from us; what is expected came from a scene."""
        context = state.context
        if self._is_ours(context) or (is_expected and not _is_commanded(context)):
            self._seen = state
            self.is_woken_unseen = False

    def is_changed_by_others(self, state: State) -> bool:
        """Return if the last change of the light was not ours.

        A light that reports late has a context of its own, but still the look.
        """
        context = state.context
        if self._is_ours(context) or context.id == self._context_id_asked:
            return False
        if _is_commanded(context):
            return True
        if self.is_woken_unseen:
            return False
        if self._seen and is_like(state, self._seen):
            return False
        looks = (self.shown,) if self.shown else self._looks
        if not looks:
            # Nobody knows what a scene looks like.
            return self._seen is not None
        return not any(look.is_seen_in(state, self.before) for look in looks)

    def _remember(self, before: State | None) -> None:
        """Change how the light was, and tell."""
        self.before = before
        self._on_change()

    def _is_ours(self, context: Context) -> bool:
        """Return if a change came from us, or from a script that we started."""
        return self._context.id in (context.id, context.parent_id)


def _is_commanded(context: Context) -> bool:
    """Return if a person or an automation gave the command, and not the light itself."""
    return bool(context.user_id or context.parent_id)

"""Who is told of a moment, and in which order: sensors, timers, automations."""

from collections.abc import Callable
from enum import IntEnum

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send

from .catalogue.texts import Texts
from .const import SIGNAL_SESSION_EVENT
from .engine.models import EventType, SessionEvent
from .running import event_attributes

type UpdateListener = Callable[[], None]
type EventListener = Callable[[SessionEvent], None]

_PRIVATE_EVENTS = {EventType.CUE, EventType.CHANGED, EventType.WENT_BACK}
"""Moments that the entities show but that are no event for automations."""


class Order(IntEnum):
    """Who hears of a moment first."""

    SENSORS = 0
    TIMERS = 1


class Listeners:
    """The entities and automations that follow one person."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Start with nobody."""
        self._hass = hass
        self._entry_id = entry_id
        self._updates: dict[Order, list[UpdateListener]] = {o: [] for o in Order}
        self._events: list[EventListener] = []

    @callback
    def async_add(self, listener: UpdateListener, order: Order) -> CALLBACK_TYPE:
        """Call the listener when something that can be seen changed; return its undo."""
        return _add(self._updates[order], listener)

    @callback
    def async_add_for_events(self, listener: EventListener) -> CALLBACK_TYPE:
        """Call the listener with each event, after the sensors; return its undo."""
        return _add(self._events, listener)

    @callback
    def async_tell(self, events: tuple[SessionEvent, ...], texts: Texts) -> None:
        """Tell everybody of the events of one moment, or of a change without any."""
        self._update(Order.SENSORS)
        for event in events:
            for listener in self._events:
                listener(event)
        self._update(Order.TIMERS)
        for event in events:
            if event.type not in _PRIVATE_EVENTS:
                async_dispatcher_send(
                    self._hass,
                    SIGNAL_SESSION_EVENT,
                    self._entry_id,
                    event.type.value,
                    event_attributes(event, texts),
                )

    def _update(self, order: Order) -> None:
        """Tell those of an order that something changed."""
        for listener in self._updates[order]:
            listener()


def _add[ListenerT](listeners: list[ListenerT], listener: ListenerT) -> CALLBACK_TYPE:
    """Add a listener and return its undo."""
    listeners.append(listener)

    @callback
    def remove() -> None:
        listeners.remove(listener)

    return remove

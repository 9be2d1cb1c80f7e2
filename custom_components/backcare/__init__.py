"""BackCare leads a person through exercises for the lower back."""

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.helpers.typing import ConfigType

from .catalogue import async_get_catalogue
from .chronicle import async_tell_ends
from .const import DOMAIN, PLATFORMS
from .controller import BackCareConfigEntry, SessionController
from .download import async_offer_history
from .frontend import async_offer_card, async_serve_card, async_take_back_card
from .listen import async_register_listen
from .media_source import async_serve_sounds
from .repairs import async_check_outputs, async_forget_repairs, async_watch
from .sentences import async_listen
from .services import async_setup_services
from .store import BackCareStore
from .voice.asking import async_ask_due, async_ask_next_day
from .voice.ratings import async_ask_ratings
from .websocket import async_register_commands

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions and commands; serve the sounds and the card."""
    async_setup_services(hass)
    async_register_commands(hass)
    async_register_listen(hass)
    async_offer_history(hass)
    await async_serve_sounds(hass)
    await async_serve_card(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: BackCareConfigEntry) -> bool:
    """Set up one person."""
    catalogue = await async_get_catalogue(hass)
    store = BackCareStore(hass, entry.entry_id, entry.title)
    await store.async_open()
    controller = entry.runtime_data = SessionController(hass, entry, catalogue, store)
    entry.async_on_unload(
        hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, controller.async_hold)
    )
    entry.async_on_unload(entry.add_update_listener(_async_settings_changed))
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    await hass.data[DATA_INSTANCES]["timer"].async_setup_entry(entry)
    controller.async_take_up()
    entry.async_on_unload(
        controller.reminders.async_follow(async_ask_due, async_ask_next_day)
    )
    entry.async_on_unload(controller.practice.async_follow())
    async_watch(hass, entry)
    async_listen(hass, entry)
    async_tell_ends(hass, entry)
    async_ask_ratings(hass, entry)
    async_offer_card(hass)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: BackCareConfigEntry) -> bool:
    """Unload one person; a running session is kept."""
    unloaded = await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
    if unloaded:
        await hass.data[DATA_INSTANCES]["timer"].async_unload_entry(entry)
        await entry.runtime_data.async_close()
        await async_take_back_card(hass)
    return unloaded


async def async_remove_entry(hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
    """Delete what was kept of the person."""
    await BackCareStore(hass, entry.entry_id, entry.title).async_remove()
    async_forget_repairs(hass, entry.entry_id)
    await async_take_back_card(hass)


async def _async_settings_changed(
    hass: HomeAssistant, entry: BackCareConfigEntry
) -> None:
    """Take up changed options or routines, without a reload."""
    entry.runtime_data.async_settings_changed()
    async_check_outputs(hass, entry)

"""Who is meant: by name, by what runs, or by the room."""

from collections.abc import Iterable

from custom_components.backcare.const import DOMAIN
from custom_components.backcare.controller import BackCareConfigEntry
from custom_components.backcare.library import folded
from homeassistant.core import HomeAssistant, callback

from .rooms import async_place_of, async_place_of_asker
from .wish import SAFE_WISHES, Asker, Wish, WishKind


@callback
def async_people(hass: HomeAssistant) -> list[BackCareConfigEntry]:
    """Return everybody for whom BackCare is set up."""
    return list(hass.config_entries.async_loaded_entries(DOMAIN))


@callback
def async_meant(
    hass: HomeAssistant, wish: Wish, asker: Asker
) -> list[BackCareConfigEntry]:
    """Return those who may be meant; more than one where nobody can tell."""
    people = async_people(hass)
    if wish.person and wish.person.strip():
        found = called(people, wish.person)
        # A safe word ends the session also when the name was misheard.
        if found or wish.kind not in SAFE_WISHES:
            return found
    groups = [
        [person for person in people if _is_near(hass, asker, _own_speakers(person))],
        people,
    ]
    if wish.kind is not WishKind.START:
        running = [person for person in people if person.runtime_data.running]
        groups = [
            [
                person
                for person in running
                if _is_near(
                    hass, asker, person.runtime_data.outputs.speakers_in_session
                )
            ],
            running,
            *groups,
        ]
    return next((group for group in groups if group), [])


def called(
    people: Iterable[BackCareConfigEntry], name: str
) -> list[BackCareConfigEntry]:
    """Return those with a name, else those with it as a part of theirs.

    Case, accents and a possessive ending don't matter.
    """
    said = folded(name)
    forms = {said, said.removesuffix("s").rstrip()}
    names = [(person, folded(person.title)) for person in people]
    return [person for person, title in names if title in forms] or [
        person for person, title in names if not forms.isdisjoint(title.split())
    ]


def _own_speakers(person: BackCareConfigEntry) -> tuple[str, ...]:
    """Return the speakers that a person chose."""
    return person.runtime_data.profile.settings.speakers


def _is_near(hass: HomeAssistant, asker: Asker, speakers: Iterable[str]) -> bool:
    """Return if somebody speaks from where one of the speakers is."""
    here = async_place_of_asker(hass, asker)
    return any(async_place_of(hass, speaker).is_near(here) for speaker in speakers)

"""Tests of who is meant, and where their cues go."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.voice.people import async_meant, called
from custom_components.backcare.voice.wish import Asker, Wish, WishKind
from homeassistant.core import HomeAssistant
from tests.conftest import SetUp

from .household import (
    ANNOUNCE,
    GYM_SATELLITE,
    GYM_SPEAKER,
    HALL_SATELLITE,
    MEDIA_ANNOUNCE,
    PLAY_MEDIA,
    person,
    put,
    say,
    speakers,
)

pytestmark = pytest.mark.usefixtures("clock")


def meant(
    hass: HomeAssistant,
    kind: WishKind,
    satellite: str | None = None,
    name: str | None = None,
) -> list[str]:
    """Return the names of those who may be meant."""
    people = async_meant(
        hass, Wish(kind=kind, person=name), Asker(satellite_id=satellite)
    )
    return [entry.title for entry in people]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Mark", ["Mark"]),
        ("mark", ["Mark"]),
        ("Mark's", ["Mark"]),
        ("Marks", ["Mark"]),
        ("Anna’s", ["Anna de Vries", "Anna Smit"]),
        ("anna smit", ["Anna Smit"]),
        ("Smits", ["Anna Smit"]),
        ("jose", ["José"]),
        ("Lars", ["Lars"]),
        ("Lars'", ["Lars"]),
        ("Annabel", []),
        ("s", []),
        ("<b>", []),
        ("{{ 1 }}", []),
        ("x" * 10_000, []),
    ],
)
def test_a_person_is_found_by_name(said: str, names: list[str]) -> None:
    """Case, accents and a possessive ending don't matter."""
    people: list[MockConfigEntry] = [
        person(title)
        for title in ("Anna de Vries", "Anna Smit", "Mark", "José", "Lars")
    ]
    assert [entry.title for entry in called(people, said)] == names


@pytest.mark.parametrize("kind", [WishKind.START, WishKind.ASK])
async def test_without_a_name_the_room_tells(
    hass: HomeAssistant, set_up: SetUp, kind: WishKind
) -> None:
    """Whose speaker is in the room of the asker is meant; else it may be anybody."""
    put(hass, GYM_SATELLITE, "Gym")
    put(hass, GYM_SPEAKER, "Gym")
    put(hass, HALL_SATELLITE, "Hall")
    await set_up(person("Anna", GYM_SPEAKER))
    await set_up(person("Mark", HALL_SATELLITE))
    await set_up(person("Lisa"))

    assert meant(hass, kind, GYM_SATELLITE) == ["Anna"]
    assert meant(hass, kind, HALL_SATELLITE) == ["Mark"]
    assert meant(hass, kind) == ["Anna", "Mark", "Lisa"]
    assert meant(hass, kind, GYM_SATELLITE, "Mark") == ["Mark"]
    assert meant(hass, kind, GYM_SATELLITE, " ") == ["Anna"]


async def test_the_only_person_is_meant(hass: HomeAssistant, set_up: SetUp) -> None:
    """Nobody has to say for whom, in a home with one person."""
    await set_up(person("Anna", GYM_SPEAKER))
    assert meant(hass, WishKind.START, HALL_SATELLITE) == ["Anna"]


async def test_who_trains_is_meant(hass: HomeAssistant, set_up: SetUp) -> None:
    """Who trains in the room of the asker, or else at all."""
    put(hass, GYM_SATELLITE, "Gym")
    put(hass, HALL_SATELLITE, "Hall")
    await set_up(person("Anna", GYM_SATELLITE))
    await set_up(person("Mark"))
    await set_up(person("Lisa"))

    await say(hass, WishKind.START, HALL_SATELLITE, person="Mark")
    assert meant(hass, WishKind.PAUSE, GYM_SATELLITE) == ["Mark"]
    assert meant(hass, WishKind.START, GYM_SATELLITE) == ["Anna"]

    await say(hass, WishKind.START, GYM_SATELLITE)
    assert meant(hass, WishKind.PAUSE, GYM_SATELLITE) == ["Anna"]
    assert meant(hass, WishKind.PAUSE, HALL_SATELLITE) == ["Mark"]
    assert meant(hass, WishKind.PAUSE) == ["Anna", "Mark"]


ALL_PLAY = PLAY_MEDIA | MEDIA_ANNOUNCE


@pytest.mark.parametrize(
    ("others", "found"),
    [
        pytest.param([], GYM_SATELLITE, id="the satellite that heard it"),
        pytest.param(
            [(GYM_SATELLITE, {"features": 0}), ("assist_satellite.other", {})],
            "assist_satellite.other",
            id="another satellite of the room",
        ),
        pytest.param(
            [(GYM_SATELLITE, {"state": "unavailable"}), (GYM_SPEAKER, {})],
            GYM_SPEAKER,
            id="a player of the room",
        ),
        pytest.param(
            [
                (GYM_SATELLITE, {"features": 0}),
                ("media_player.another", {"features": PLAY_MEDIA}),
                (GYM_SPEAKER, {}),
            ],
            GYM_SPEAKER,
            id="rather one that announces",
        ),
        pytest.param(
            [
                (GYM_SATELLITE, {"features": 0}),
                ("media_player.another", {"device_class": "tv"}),
                (GYM_SPEAKER, {"state": "off", "features": PLAY_MEDIA}),
            ],
            GYM_SPEAKER,
            id="rather no television",
        ),
        pytest.param(
            [
                (GYM_SATELLITE, {"features": 0}),
                ("media_player.television", {"device_class": "tv", "state": "off"}),
                ("media_player.remote", {"features": 1}),
                ("media_player.coach", {"platform": "backcare"}),
                ("media_player.gone", {"state": "unavailable"}),
            ],
            None,
            id="none that can't",
        ),
    ],
)
async def test_cues_go_to_where_the_person_is(
    hass: HomeAssistant,
    set_up: SetUp,
    others: list[tuple[str, dict[str, int]]],
    found: str | None,
) -> None:
    """Who names no speakers hears a session in the room in which it was started."""
    put(hass, HALL_SATELLITE, "Hall")
    put(hass, "media_player.nowhere", features=ALL_PLAY)
    put(hass, GYM_SATELLITE, "Gym")
    for entity_id, changes in others:
        features = ANNOUNCE if "satellite" in entity_id else ALL_PLAY
        put(hass, entity_id, "Gym", **({"features": features} | changes))
    entry = await set_up(person("Anna"))

    await say(hass, WishKind.START, GYM_SATELLITE)

    assert speakers(entry) == ((found,) if found else ())


async def test_a_device_comes_before_its_room(
    hass: HomeAssistant, set_up: SetUp
) -> None:
    """The satellite of the device that heard it is nearer than others of the room."""
    put(hass, "assist_satellite.another", "Gym")
    device_id = put(hass, GYM_SATELLITE, "Gym", device="speaker")
    entry = await set_up(person("Anna"))

    assert await say(hass, WishKind.START, device=device_id) == ""

    assert speakers(entry) == (GYM_SATELLITE,)


async def test_a_device_without_a_satellite_has_a_room(
    hass: HomeAssistant, set_up: SetUp
) -> None:
    """What is typed on a tablet in the gym is heard on the speaker of the gym."""
    put(hass, GYM_SPEAKER, "Gym", features=ALL_PLAY)
    device_id = put(hass, "sensor.tablet", "Gym", device="tablet")
    entry = await set_up(person("Anna"))

    assert (await say(hass, WishKind.START, device=device_id)).startswith("Starting")

    assert speakers(entry) == (GYM_SPEAKER,)


@pytest.mark.parametrize("device", [None, "gone"])
async def test_nobody_knows_where_a_text_is_typed(
    hass: HomeAssistant, set_up: SetUp, device: str | None
) -> None:
    """Without a room there are no speakers, and the answer is read."""
    put(hass, GYM_SPEAKER, "Gym", features=ALL_PLAY)
    entry = await set_up(person("Anna"))

    assert (await say(hass, WishKind.START, device=device)).startswith("Starting")

    assert speakers(entry) == ()


async def test_the_speakers_of_the_person_come_first(
    hass: HomeAssistant, set_up: SetUp
) -> None:
    """Who chose speakers hears the session there, wherever it was started."""
    put(hass, GYM_SATELLITE, "Gym")
    put(hass, HALL_SATELLITE, "Hall")
    entry = await set_up(person("Anna", GYM_SATELLITE))

    assert (await say(hass, WishKind.START, HALL_SATELLITE)).startswith("Starting")

    assert speakers(entry) == (GYM_SATELLITE,)

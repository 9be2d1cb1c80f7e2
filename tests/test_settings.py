"""Test what the settings of a person make of a session."""

from typing import Any

import pytest

from custom_components.backcare.const import Conf, LightMode, Placement
from custom_components.backcare.engine.models import Side
from custom_components.backcare.settings import Settings, supported_language

from .common import build_entry


def settings_of(**fields: Any) -> Settings:
    """Return the settings of an entry in an English home."""
    return Settings.of(build_entry(**fields), "en")


@pytest.mark.parametrize(
    ("placement", "level"),
    [
        (Placement.UNDER_20, 1),
        (Placement.FROM_20, 1),
        (Placement.FROM_40, 2),
        (Placement.FROM_60, 3),
        (Placement.FROM_90, 4),
        (Placement.FROM_120, 5),
    ],
)
def test_the_plank_that_a_person_can_hold_tells_where_to_start(
    placement: Placement, level: int
) -> None:
    """The table of ``domain.md`` 4.2."""
    assert settings_of(placement=placement).first_level == level


def test_without_a_talk_with_a_professional_the_start_is_level_1() -> None:
    """Whatever the person can hold (``domain.md`` 4.2)."""
    assert settings_of(safety={Conf.CONSULTED: False}).first_level == 1


@pytest.mark.parametrize(
    ("placement", "side_plank_fine", "level", "variants"),
    [
        (
            Placement.UNDER_20,
            False,
            1,
            {"plank": "plank_knees", "side_plank": "side_plank_knees"},
        ),
        (Placement.UNDER_20, False, 2, {"side_plank": "side_plank_knees"}),
        (Placement.FROM_20, False, 2, {"side_plank": "side_plank_knees"}),
        (Placement.FROM_20, False, 3, {}),
        (Placement.FROM_20, True, 1, {}),
    ],
)
def test_who_starts_low_starts_on_the_knees(
    placement: Placement, side_plank_fine: bool, level: int, variants: dict[str, str]
) -> None:
    """Until the level that needs no easier form (``domain.md`` 4.2)."""
    entry = build_entry(placement=placement)
    data = {**entry.data, Conf.SIDE_PLANK_FINE: side_plank_fine}
    object.__setattr__(entry, "data", data)
    assert Settings.of(entry, "en").preferences(level).variants == variants


def test_the_add_on_needs_a_professional() -> None:
    """A tick alone does not open it."""
    options = {Conf.BEHAVIOUR: {Conf.ADD_ON_CONFIRMED: True}}
    assert settings_of(options=options).add_on_confirmed
    assert not settings_of(
        options=options, safety={Conf.CONSULTED: False}
    ).add_on_confirmed


def test_values_that_nobody_knows_become_safe_ones() -> None:
    """A file of another version does not stop the set-up."""
    settings = settings_of(
        placement="from_600",
        options={
            Conf.BEHAVIOUR: {Conf.FIRST_SIDE: "upside"},
            Conf.LIGHTS: {Conf.LIGHT_MODE: "disco"},
        },
    )
    assert settings.first_level == 1
    assert settings.first_side is Side.LEFT
    assert settings.light_mode is LightMode.COLORS


def test_without_options_everything_is_explained_asked_and_colourful() -> None:
    """An entry of before these options, and one that was just added."""
    settings = settings_of()
    assert settings.guided
    assert settings.booklet
    assert settings.ask_ratings
    assert settings.lead_seconds == {}
    assert settings.volumes == {}
    assert settings.light_mode is LightMode.COLORS
    assert settings.scenes == {}


def test_what_is_special_about_a_speaker() -> None:
    """Milliseconds and percent become seconds and shares; nonsense is left out."""
    rows = [
        {"speaker": "media_player.a", "lead_time": 240, "volume": 40},
        {"speaker": "media_player.b", "lead_time": 3_600_000, "volume": 400},
        {"speaker": "media_player.c", "lead_time": -5000, "volume": -1},
        {"speaker": "media_player.d", "lead_time": "soon"},
    ]
    settings = settings_of(options={Conf.SPEECH: {Conf.SPEAKER_SETTINGS: rows}})
    assert settings.lead_seconds == {"media_player.a": 0.24, "media_player.b": 3}
    assert settings.volumes == {"media_player.a": 0.4, "media_player.b": 1}


def test_scenes_of_moments_that_nobody_knows_are_left_out() -> None:
    """Only the moments that there are count."""
    scenes = {"work": "scene.bright", "rest": "", "lunch": "scene.table"}
    settings = settings_of(options={Conf.LIGHTS: {Conf.SCENES: scenes}})
    assert settings.scenes == {"work": "scene.bright"}


@pytest.mark.parametrize(
    ("language", "supported"),
    [("nl", "nl"), ("nl-BE", "nl"), ("en-GB", "en"), ("de", "en"), ("", "en")],
)
def test_a_language_without_texts_becomes_english(
    language: str, supported: str
) -> None:
    """Regions don't matter."""
    assert supported_language(language) == supported

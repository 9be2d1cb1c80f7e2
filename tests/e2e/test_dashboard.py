"""The demo dashboard: its entities are there, and its stock cards lead a session."""

import re

from scripts.home import TEMPLATES, Home, Json

from .common import problems, until

ENTITY_ID = re.compile(
    r"\b(?:automation|button|image|light|media_player|schedule|select|sensor|switch"
    r"|timer)\.\w+"
)

EXERCISE_TIMER = "timer.back_care_exercise_timer"
REST_TIMER = "timer.back_care_rest_timer"
SESSION_TIMER = "timer.back_care_session_timer"
SPEAKER = "media_player.demo_speaker"
LAMP = "light.mat_lamp"


async def state(home: Home, entity_id: str) -> str:
    """Return the state of an entity."""
    return str((await home.get(f"api/states/{entity_id}"))["state"])


async def test_every_entity_of_the_dashboard_exists(home: Home) -> None:
    """No card shows an entity that is not there."""
    shown = set(ENTITY_ID.findall((TEMPLATES / "dashboard.yaml").read_text()))
    assert len(shown) > 30
    assert shown - (await home.connection.states()).keys() == set()
    dashboard = await home.connection.ask("lovelace/config", url_path="back-care")
    cards = [
        card["type"]
        for section in dashboard["views"][0]["sections"]
        for card in section["cards"]
    ]
    assert not any(card.startswith("custom:") for card in cards)


async def test_timer_tiles_lead_a_session(home: Home) -> None:
    """The actions of the timer tiles start, pause, lengthen, skip and stop a session."""

    async def press(action: str, timer: str, **data: object) -> list[str]:
        """Press a button of a timer tile; return the states of the timers."""
        await home.post(f"api/services/timer/{action}", entity_id=timer, **data)
        return [
            await state(home, each)
            for each in (EXERCISE_TIMER, REST_TIMER, SESSION_TIMER)
        ]

    (entry,) = await home.get("api/config/config_entries/entry?domain=backcare")
    await home.change_options(entry["entry_id"], speech={"guided": False})
    lamp_before = await home.get(f"api/states/{LAMP}")

    assert await press("start", SESSION_TIMER) == ["idle", "active", "active"]
    assert await state(home, "switch.back_care") == "on"

    # Its cues reach the loudspeaker and the lamp.
    def speaks(speaker: Json) -> bool:
        """Return if the loudspeaker says how the session starts."""
        return speaker["state"] == "playing" and speaker["attributes"][
            "media_title"
        ].startswith("Starting")

    speaker = await until(lambda: home.get(f"api/states/{SPEAKER}"), speaks)
    assert speaker["attributes"]["media_content_id"].startswith(
        "media-source://tts/tts.demo_voice"
    )
    await until(
        lambda: home.get(f"api/states/{LAMP}"),
        lambda lamp: lamp["attributes"] != lamp_before["attributes"],
    )

    assert await press("pause", REST_TIMER) == ["idle", "paused", "paused"]
    assert await press("start", REST_TIMER) == ["idle", "active", "active"]

    before = await home.get(f"api/states/{REST_TIMER}")
    await press("change", REST_TIMER, duration=20)
    after = await home.get(f"api/states/{REST_TIMER}")
    assert before["attributes"]["duration"] == "0:00:15"
    assert after["attributes"]["duration"] == "0:00:35"

    assert await press("finish", REST_TIMER) == ["active", "idle", "active"]
    assert await state(home, "sensor.back_care_phase") == "hold"

    assert await press("cancel", EXERCISE_TIMER) == ["idle", "idle", "idle"]
    assert await state(home, "switch.back_care") == "off"
    lamp = await until(
        lambda: home.get(f"api/states/{LAMP}"),
        lambda lamp: lamp["attributes"] == lamp_before["attributes"],
    )
    assert lamp["state"] == lamp_before["state"]
    assert problems(home) == []

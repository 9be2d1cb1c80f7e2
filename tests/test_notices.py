"""Tests of notifications."""

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.backcare.notices import (
    Notice,
    async_clear,
    async_send,
    async_targets,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

PHONE = "notify.mobile_app_phone"

NOTICE = Notice(
    tag="tag",
    title="Sam",
    message="How is it?",
    buttons={"skip": "Skip"},
    text_buttons={"tell": "Tell"},
)


async def test_phone(hass: HomeAssistant, config_entry: MockConfigEntry) -> None:
    """A phone gets the buttons, and gives a notice back."""
    calls = async_mock_service(hass, "notify", "mobile_app_phone")
    async_send(hass, config_entry, [PHONE], NOTICE)
    async_clear(hass, config_entry, [PHONE], "tag")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [call.data for call in calls] == [
        {
            "title": "Sam",
            "message": "How is it?",
            "data": {
                "tag": "tag",
                "actions": [
                    {
                        "action": "tell",
                        "title": "Tell",
                        "behavior": "textInput",
                        "textInputButtonTitle": "Tell",
                    },
                    {"action": "skip", "title": "Skip"},
                ],
            },
        },
        {"message": "clear_notification", "data": {"tag": "tag"}},
    ]


async def test_words_alone(hass: HomeAssistant, config_entry: MockConfigEntry) -> None:
    """Other actions and entities get the words, and nothing to take back."""
    words = {"title": "Sam", "message": "How is it?"}
    mail = async_mock_service(hass, "notify", "mail")
    entities = async_mock_service(hass, "notify", "send_message")
    targets = ["notify.mail", "notify.display"]
    async_send(hass, config_entry, targets, NOTICE)
    async_clear(hass, config_entry, targets, "tag")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [call.data for call in mail] == [words]
    assert [call.data for call in entities] == [
        {**words, "entity_id": "notify.display"}
    ]


async def test_a_target_that_fails(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The others are told all the same; the log names the target, not the words."""
    async_mock_service(
        hass, "notify", "mail", raise_exception=HomeAssistantError("full")
    )
    calls = async_mock_service(hass, "notify", "mobile_app_phone")
    async_send(hass, config_entry, ["notify.gone", "notify.mail", PHONE], NOTICE)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(calls) == 1
    assert "notify.gone can't be notified" in caplog.text
    assert "notify.mail can't be notified" in caplog.text
    assert "How is it?" not in caplog.text


async def test_targets(hass: HomeAssistant) -> None:
    """A phone is there once, with its buttons; what is nobody's is not there."""
    for action in ("notify", "persistent_notification", "send_message", "mail"):
        async_mock_service(hass, "notify", action)
    async_mock_service(hass, "notify", "mobile_app_phone")
    phone = er.async_get(hass).async_get_or_create(
        "notify", "mobile_app", "phone", suggested_object_id="phone"
    )
    for entity_id in (phone.entity_id, "notify.display"):
        hass.states.async_set(entity_id, "unknown")
    assert async_targets(hass) == ["notify.display", "notify.mail", PHONE]

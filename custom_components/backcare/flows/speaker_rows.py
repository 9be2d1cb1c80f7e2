"""The delay and volume of each speaker as a person edits them: faults in words."""

from collections.abc import Mapping
from typing import Any, Final

from custom_components.backcare.const import MAX_LEAD_SECONDS, Conf
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    EntitySelector,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
)

from .fields import UncheckedObjectSelector, number_box, speaker_config, unusable_output

type Row = dict[str, Any]

MAX_LEAD_TIME: Final = round(MAX_LEAD_SECONDS * 1000)

_LIMITS: Final = {
    Conf.LEAD_TIME.value: (0, MAX_LEAD_TIME, "ms"),
    Conf.VOLUME.value: (0, 100, "%"),
}
"""The numbers of a row: lowest, highest and unit."""


def rows_selector(hass: HomeAssistant) -> ObjectSelector:
    """Return the list of speakers with what is special about them."""
    numbers = {
        name: ObjectSelectorField(selector=number_box(*limits))
        for name, limits in _LIMITS.items()
    }
    speaker = ObjectSelectorField(
        selector=EntitySelector(speaker_config(hass)), required=True
    )
    return UncheckedObjectSelector(
        ObjectSelectorConfig(
            multiple=True,
            fields={Conf.SPEAKER.value: speaker, **numbers},
            translation_key=Conf.SPEAKER_SETTINGS.value,
        )
    )


def stored_rows(shown: Any) -> list[Row]:
    """Return the rows without what was left empty or is no row."""
    rows = [
        {
            name: row[name]
            for name in (Conf.SPEAKER.value, *_LIMITS)
            if row.get(name) not in (None, "")
        }
        for row in (shown if isinstance(shown, list) else [])
        if isinstance(row, dict)
    ]
    return [row for row in rows if not _LIMITS.keys().isdisjoint(row)]


def rows_fault(
    hass: HomeAssistant, rows: list[Row], options: Mapping[str, Any]
) -> tuple[str, dict[str, str]] | None:
    """Return why rows can't be kept, and what the message names."""
    seen = set()
    for row in rows:
        if Conf.SPEAKER not in row:
            return "speaker_missing", {}
        speaker = str(row[Conf.SPEAKER])
        names = {"entity": speaker}
        if unusable_output(hass, {Conf.SPEAKER: speaker}, options):
            return "unusable_entity", names
        if speaker in seen:
            return "speaker_twice", names
        seen.add(speaker)
        for name, (low, high, _) in _LIMITS.items():
            value = row.get(name, low)
            if not (isinstance(value, int | float) and low <= value <= high):
                return f"{name}_out_of_range", {**names, "high": str(high)}
    return None


def with_lead_time(rows: list[Row], speaker: str, lead_time: int) -> list[Row]:
    """Return the rows with the lead time of a speaker, in milliseconds."""
    by_speaker = {row[Conf.SPEAKER]: row for row in rows}
    by_speaker[speaker] = {
        Conf.SPEAKER.value: speaker,
        **by_speaker.get(speaker, {}),
        Conf.LEAD_TIME.value: lead_time,
    }
    return list(by_speaker.values())

"""What people write today: a routine as a YAML script, and as a chain of timer helpers."""

from typing import Any

from custom_components.backcare.catalogue import load_catalogue
from custom_components.backcare.engine.models import Phase, Timeline
from custom_components.backcare.engine.timeline import compile_timeline

VOICE = "tts.demo_voice"
SPEAKER = "media_player.demo_speaker"
OUTPUTS = (VOICE, SPEAKER, "light.mat_lamp")

type Yaml = dict[str, Any]


def timeline_of(routine_id: str, level: int) -> Timeline:
    """Return the timeline that all contestants go through."""
    catalogue = load_catalogue()
    return compile_timeline(catalogue.routines[routine_id], catalogue.levels, level)


def script(timeline: Timeline) -> Yaml:
    """Return a script that speaks and waits, phase by phase."""
    steps: list[Yaml] = []
    for phase in timeline.phases:
        steps += [_speak(_sentence(phase)), {"delay": _duration(phase)}]
    return {"script": {"routine": {"sequence": [*steps, _speak("Well done.")]}}}


def timers(timeline: Timeline) -> Yaml:
    """Return a timer for each phase, and automations that start the next one."""
    timer: Yaml = {}
    automations: list[Yaml] = []
    for number, phase in enumerate(timeline.phases, 1):
        timer[f"phase_{number}"] = {"duration": _duration(phase)}
        start = {
            "action": "timer.start",
            "target": {"entity_id": f"timer.phase_{number}"},
        }
        automations.append(_after(number - 1, [start, _speak(_sentence(phase))]))
    automations.append(_after(len(timeline.phases), [_speak("Well done.")]))
    return {"timer": timer, "automation": automations}


def _after(number: int, actions: list[Yaml]) -> Yaml:
    """Return the automation that does something when a phase has ended."""
    return {
        "id": f"after_{number}",
        "alias": f"After {number}",
        "triggers": {
            "trigger": "event",
            "event_type": "timer.finished",
            "event_data": {"entity_id": f"timer.phase_{number}"},
        },
        "actions": actions,
    }


def _speak(message: str) -> Yaml:
    """Return the step that says something."""
    return {
        "action": "tts.speak",
        "target": {"entity_id": VOICE},
        "data": {"media_player_entity_id": SPEAKER, "message": message},
    }


def _sentence(phase: Phase) -> str:
    """Return what a phase is announced with."""
    words = (phase.exercise_id, phase.kind, f"{phase.duration_seconds:g} seconds")
    return ", ".join(words).replace("_", " ")


def _duration(phase: Phase) -> Yaml:
    """Return the length of a phase as YAML has it."""
    return {"seconds": phase.duration_seconds}

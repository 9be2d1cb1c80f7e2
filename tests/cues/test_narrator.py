"""What is said, and what is left unsaid."""

from collections.abc import Callable

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.engine.models import CuePriority, Scope
from tests.engine.common import Play

from .common import Told, skip_exercise, stop_in_pain, timeline


def wait(seconds: float) -> Callable[[Play], object]:
    """Return a command that lets time pass."""
    return lambda play: play.elapse(seconds)


def back_an_exercise(play: Play) -> None:
    """Go back an exercise."""
    play.previous(Scope.EXERCISE)


def test_the_session_greets_and_prepares(catalogue: Catalogue) -> None:
    """At the start both the routine and the first exercise are told."""
    told = Told(catalogue, timeline(catalogue))
    assert [said.key for said in told.utterances] == ["session_start", "prepare"]
    assert told.utterances[1].fresh_seconds > told.utterances[0].speech_seconds + 1


def test_pause_and_resume_are_told(catalogue: Catalogue) -> None:
    """The person hears that the clock stands still, and that it runs again."""
    told = Told(catalogue, timeline(catalogue))
    assert told.after(Play.pause) == [
        "Paused. Say continue training when you are ready."
    ]
    assert told.after(Play.resume) == ["Continuing. Back into position."]


@pytest.mark.parametrize(
    ("commands", "texts"),
    [
        # From the preparation to the work.
        ([Play.skip], ["Skipped. Next: forearm plank.", "Hold. One minute."]),
        # From the work to the rest, which speaks for itself.
        (
            [wait(20), Play.skip],
            ["And relax.", "Rest twenty seconds. Next: set two of three."],
        ),
        # From the rest to the next set.
        (
            [wait(80), Play.skip],
            ["Skipped. Next: forearm plank.", "Hold. One minute."],
        ),
        # To the next exercise.
        (
            [wait(20), skip_exercise],
            [
                (
                    "Skipped. Next: side plank. "
                    "Lie on your left side, elbow under your shoulder."
                )
            ],
        ),
        # Back to the start of the exercise.
        (
            [wait(20), Play.previous],
            ["Once more: forearm plank. On your forearms and toes, body in one line."],
        ),
        # Back to the set before the rest.
        (
            [wait(80), Play.previous],
            ["Once more: forearm plank.", "Hold. One minute."],
        ),
        # Back to the rest before the set.
        (
            [wait(100), Play.previous],
            ["And relax.", "Rest twenty seconds. Next: set two of three."],
        ),
        # Back to the exercise before.
        (
            [skip_exercise, back_an_exercise],
            ["Back to forearm plank. On your forearms and toes, body in one line."],
        ),
        # Back to the last set of a sided exercise.
        (
            [skip_exercise, skip_exercise, Play.previous],
            [
                "Back to side plank. Lie on your left side, elbow under your shoulder.",
                "Hold. One minute.",
            ],
        ),
    ],
)
def test_moves_are_told_once(
    catalogue: Catalogue, commands: list[Callable[[Play], object]], texts: list[str]
) -> None:
    """The person hears where they are, and nothing twice."""
    told = Told(catalogue, timeline(catalogue))
    assert told.after(*commands) == texts


def test_the_announced_exercise_is_not_announced_again(catalogue: Catalogue) -> None:
    """After a skip the preparation goes on with its countdown."""
    told = Told(catalogue, timeline(catalogue))
    told.after(skip_exercise)
    told.play.elapse(14)
    assert told.texts[1:] == ["Three, two, one.", "Hold. One minute."]
    told.play.elapse(3 * 60 + 40 + 15)
    assert "prepare" in [said.key for said in told.utterances]


def test_rounds_tell_the_side_of_a_skipped_to_exercise(catalogue: Catalogue) -> None:
    """Without a preparation the side is told with the announcement."""
    planned = timeline(
        catalogue, "full_core_circuit", variants={"side_plank": "side_plank_knees"}
    )
    told = Told(catalogue, planned)
    side = "Lie on your left side, elbow under your shoulder."
    assert told.after(wait(20), skip_exercise) == [
        f"Skipped. Next: side plank. {side}",
        "Hold. One minute.",
    ]
    told = Told(catalogue, planned)
    told.play.elapse(76)
    assert told.texts[-1] == (
        f"Rest. Next is side plank. Side plank on the knees. {side}"
    )


def test_skipping_the_last_phase_ends_the_session(catalogue: Catalogue) -> None:
    """There is nothing next to announce."""
    told = Told(catalogue, timeline(catalogue, "seated_transversus"))
    assert told.after(Play.skip, Play.skip) == ["That was everything. Well done, Sam."]


def test_stopping_tells_what_was_done(catalogue: Catalogue) -> None:
    """The person hears that the sets are kept."""
    told = Told(catalogue, timeline(catalogue))
    assert told.after(wait(80), Play.cancel) == [
        "Stopped. One of seventeen sets saved."
    ]


def test_stopping_in_pain_says_what_to_do(catalogue: Catalogue) -> None:
    """Pain is answered with advice, before everything else."""
    told = Told(catalogue, timeline(catalogue))
    assert told.after(stop_in_pain) == [
        "Stop and rest. If the pain is new or severe, call your doctor."
    ]
    assert told.utterances[0].priority is CuePriority.SAFETY


def test_an_interrupted_session_says_nothing(catalogue: Catalogue) -> None:
    """Nobody is there to listen."""
    told = Told(catalogue, timeline(catalogue))
    assert told.after(Play.pause, Play.interrupt) == []


def test_minimal_speech_is_short(catalogue: Catalogue) -> None:
    """Minimal speech tells the name, the start, the last ten seconds and the end."""
    told = Told(catalogue, timeline(catalogue), level=SpeechLevel.MINIMAL)
    told.play.elapse(4 * 60 + 10)
    assert told.texts == [
        "Starting Full core routine, about thirty-two minutes, level five.",
        "Next: forearm plank.",
        *["Hold. One minute.", "Last ten seconds.", "And relax."] * 2,
        "Hold. One minute.",
        "Last ten seconds.",
        "Forearm plank, done.",
        "Next: side plank, left side.",
        "Hold. One minute.",
    ]


def test_minimal_speech_tells_the_side(catalogue: Catalogue) -> None:
    """In rounds the side is told even when little is said."""
    planned = timeline(catalogue, "full_core_circuit")
    told = Told(catalogue, planned, level=SpeechLevel.MINIMAL)
    told.play.elapse(3 * 60)
    rests = [s.text for s in told.utterances if s.key == "rest_next_exercise"]
    assert rests == [
        "Rest. Next is side plank. Lie on your left side, elbow under your shoulder.",
        "Rest. Next is glute bridge.",
    ]


def test_normal_speech_leaves_only_the_tips_out(catalogue: Catalogue) -> None:
    """A tip in the first rest of an exercise is for those who want to hear all."""
    planned = timeline(catalogue)
    full, normal = (
        Told(catalogue, planned, level=level)
        for level in (SpeechLevel.FULL, SpeechLevel.NORMAL)
    )
    for told in (full, normal):
        told.play.elapse(planned.total_seconds)
    keys = [said.key for said in full.utterances]
    assert keys.count("rest_tip") == 5
    assert [key for key in keys if key != "rest_tip"] == [
        said.key for said in normal.utterances
    ]


def test_speech_that_is_off_says_nothing(catalogue: Catalogue) -> None:
    """Not even what is important."""
    told = Told(catalogue, timeline(catalogue), level=SpeechLevel.OFF)
    assert told.after(Play.skip, Play.pause, stop_in_pain) == []


def test_a_countdown_is_soon_stale(catalogue: Catalogue) -> None:
    """A late countdown would count wrong."""
    told = Told(catalogue, timeline(catalogue))
    told.play.elapse(15)
    fresh = {said.key: said.fresh_seconds for said in told.utterances}
    assert fresh["countdown"] <= 1 < fresh["hold_start"] < fresh["prepare"]

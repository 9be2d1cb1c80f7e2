"""What is said, and what is left unsaid."""

from collections.abc import Callable

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.cues.narrator import Manner, Narrator
from custom_components.backcare.cues.tones import Tone
from custom_components.backcare.cues.utterance import estimated_seconds
from custom_components.backcare.engine.cue import CuePriority
from custom_components.backcare.engine.models import Scope, SessionEvent
from tests.engine.common import Play

from .common import Told, settings, skip_exercise, stop_in_pain, timeline


def wait(seconds: float) -> Callable[[Play], object]:
    """Return a command that lets time pass."""
    return lambda play: play.elapse(seconds)


def back_an_exercise(play: Play) -> None:
    """Go back an exercise."""
    play.previous(Scope.EXERCISE)


def test_the_session_greets_and_prepares(catalogue: Catalogue) -> None:
    """At the start both the routine and the first exercise are told."""
    told = Told(catalogue, timeline(catalogue))
    assert told.keys == ["session_start", "prepare"]
    greeting, preparation = told.utterances
    assert preparation.fresh_seconds > estimated_seconds(greeting.texts[0]) + 1


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
    assert told.after(Play.skip, Play.skip) == [
        "That was everything. Well done, Sam.",
        "One minute, zero of one sets.",
    ]


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
    rests = [
        said.texts[0] for said in told.utterances if said.key == "rest_next_exercise"
    ]
    assert rests == [
        "Rest. Next is side plank. Lie on your left side, elbow under your shoulder.",
        "Rest. Next is glute bridge.",
    ]


def test_normal_speech_leaves_out_tips_and_known_words(catalogue: Catalogue) -> None:
    """Tips in a rest and each repetition after the fourth are for those who want all."""
    planned = timeline(catalogue)
    full, normal = (
        Told(catalogue, planned, level=level, tones=False)
        for level in (SpeechLevel.FULL, SpeechLevel.NORMAL)
    )
    for told in (full, normal):
        told.play.elapse(planned.total_seconds)
    assert full.keys.count("rest_tip") == 5
    # In each of three sets of twenty per side.
    assert full.keys.count("rep_back") == 3 * 20 * 2
    assert normal.keys.count("rep_back") == 3 * 4
    few = {"rest_tip", "rep_out", "rep_back"}
    assert [key for key in full.keys if key not in few] == [
        key for key in normal.keys if key not in few
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


def test_ticks_take_over_from_words(catalogue: Catalogue) -> None:
    """After four repetitions a tick is enough; each has its moment all the same."""
    planned = timeline(catalogue, "split_b_control")
    told = Told(catalogue, planned, level=SpeechLevel.NORMAL)
    told.play.elapse(planned.total_seconds)
    backs = [said for said in told.utterances if said.key == "rep_back"]
    first_set = backs[:40]
    assert [said.texts for said in first_set] == [("Back.",)] * 4 + [()] * 36
    assert [said.tone for said in first_set] == [None] * 4 + [Tone.TICK] * 36


@pytest.mark.parametrize("tones", [True, False])
def test_the_pace_is_told_three_times_a_minute(
    catalogue: Catalogue, tones: bool
) -> None:
    """Then the person has the rhythm, until the next minute."""
    planned = timeline(catalogue)
    told = Told(catalogue, planned, tones=tones)
    told.play.elapse(planned.total_seconds)
    assert told.texts.count("Hollow.") == 5 * 3
    assert told.keys.count("pace_hollow") == 5 * 3


def test_tones_count_down(catalogue: Catalogue) -> None:
    """They are on time to the millisecond; the words are there for other speakers."""
    told = Told(catalogue, timeline(catalogue))
    told.play.elapse(80)
    start, end = told.first("countdown"), told.first("countdown_end")
    assert (start.tone, end.tone) == (Tone.COUNTDOWN, Tone.COUNTDOWN_END)
    assert start.texts == ("Three, two, one.",)


def sounds(told: Told, key: str) -> list[Tone | None]:
    """Return what sounded at the cues with this key."""
    return [said.tone for said in told.utterances if said.key == key]


def test_tones_need_no_words(catalogue: Catalogue) -> None:
    """Who wants few words still hears the countdown and every repetition."""
    planned = timeline(catalogue)
    told = Told(catalogue, planned, level=SpeechLevel.MINIMAL)
    told.play.elapse(planned.total_seconds)
    silent = [said for said in told.utterances if not said.texts]
    assert {said.tone for said in silent} == {
        Tone.COUNTDOWN,
        Tone.COUNTDOWN_END,
        Tone.TICK,
    }
    assert {"rep_count", "rep_form"} <= {said.key for said in silent}


def test_tones_alone_tell_what_to_do(catalogue: Catalogue) -> None:
    """Without words each start, end, new position and the last moment is heard."""
    planned = timeline(catalogue, "split_b_control")
    told = Told(catalogue, planned, level=SpeechLevel.OFF)
    told.play.elapse(planned.total_seconds)
    assert not told.texts
    # The countdown has sounded them already.
    assert not {"reps_start", "continuous_start"} & set(told.keys)
    assert sounds(told, "set_done") == [Tone.END] * 2
    assert sounds(told, "exercise_done") == [Tone.END] * 2
    assert sounds(told, "prepare") == [Tone.ATTENTION] * 2
    assert sounds(told, "prepare_booklet") == [Tone.ATTENTION]
    assert sounds(told, "session_finished") == [Tone.ATTENTION]


def test_tones_alone_lead_rounds_and_sides(catalogue: Catalogue) -> None:
    """The end of a hold is in its countdown; then comes a sound for another position."""
    planned = timeline(catalogue, "full_core_circuit")
    told = Told(catalogue, planned, level=SpeechLevel.OFF)
    told.play.elapse(15 + 60 + 2)
    assert [said.tone for said in told.utterances] == [
        Tone.ATTENTION,
        Tone.COUNTDOWN,
        Tone.COUNTDOWN_END,
        Tone.ATTENTION,
    ]


def test_tones_alone_lead_short_contractions(catalogue: Catalogue) -> None:
    """Each one begins and ends with a sound of its own; the countdown made the first."""
    planned = timeline(catalogue, "seated_transversus")
    told = Told(catalogue, planned, level=SpeechLevel.OFF)
    told.play.elapse(planned.total_seconds)
    count = planned.phases[1].repetition_count
    assert sounds(told, "contract") == [Tone.START] * (count - 1)
    assert sounds(told, "release") == [Tone.END] * (count - 1)


@pytest.mark.parametrize(
    ("seconds", "tones"),
    [
        # To the work, from a preparation whose countdown has begun.
        (13, [Tone.START]),
        # To the rest, from a hold whose countdown has begun.
        (15 + 58, [Tone.END]),
    ],
)
def test_a_cut_countdown_counts_for_nothing(
    catalogue: Catalogue, seconds: float, tones: list[Tone]
) -> None:
    """After a skip the sound that it would have ended in is made."""
    told = Told(catalogue, timeline(catalogue), level=SpeechLevel.OFF)
    told.play.elapse(seconds)
    told.utterances.clear()
    told.play.skip()
    assert [said.tone for said in told.utterances] == tones


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["Two minutes left.", "One minute left."]),
        ("nl", ["Nog twee minuten.", "Nog één minuut."]),
    ],
)
def test_the_last_minute_is_one(
    catalogue: Catalogue, language: str, texts: list[str]
) -> None:
    """It is not called sixty seconds."""
    planned = timeline(catalogue)
    told = Told(catalogue, planned, language=language)
    told.play.elapse(planned.total_seconds)
    told_left = [
        said.texts[0] for said in told.utterances if said.key == "minutes_left"
    ]
    assert told_left[-2:] == texts


def test_without_tones_there_is_none(catalogue: Catalogue) -> None:
    """Neither in place of words nor for want of them."""
    planned = timeline(catalogue)
    told = Told(catalogue, planned, tones=False)
    told.play.elapse(planned.total_seconds)
    assert not any(said.tone or said.stand_in for said in told.utterances)


def test_a_tone_stands_in_where_a_moment_matters(catalogue: Catalogue) -> None:
    """The start, the end and what is about a moment; an explanation can wait."""
    planned = timeline(catalogue)
    told = Told(catalogue, planned)
    told.play.elapse(planned.total_seconds)
    assert told.first("hold_start").stand_in is Tone.START
    assert told.first("set_done").stand_in is Tone.END
    assert told.first("halfway").stand_in is Tone.ATTENTION
    assert told.first("rep_out").stand_in is Tone.TICK
    assert told.first("prepare").stand_in is None


@pytest.mark.parametrize("is_careful", [True, False])
def test_the_first_sessions_begin_with_a_warning(
    catalogue: Catalogue, is_careful: bool
) -> None:
    """It matters more than anything else."""
    told = Told(catalogue, timeline(catalogue), is_careful=is_careful)
    assert ("safety_line" in told.keys) is is_careful
    if is_careful:
        assert told.keys == ["session_start", "safety_line", "prepare"]
        assert told.first("safety_line").priority is CuePriority.SAFETY


@pytest.mark.parametrize(
    ("changes", "elapse_seconds", "english", "dutch"),
    [
        (
            {"week_number": 2, "week_goal": 3},
            1895,
            (
                "Thirty-two minutes, seventeen of seventeen sets. "
                "Session two of three this week."
            ),
            (
                "Tweeëndertig minuten, zeventien van zeventien series. "
                "Training twee van drie deze week."
            ),
        ),
        # An add-on is no session of the week.
        (
            {"week_number": 0, "week_goal": 3},
            1895,
            "Thirty-two minutes, seventeen of seventeen sets.",
            "Tweeëndertig minuten, zeventien van zeventien series.",
        ),
        # A session of which little is done does not count.
        (
            {"week_number": 2, "week_goal": 3},
            75,
            "One minute, one of seventeen sets.",
            "Eén minuut, één van zeventien series.",
        ),
    ],
)
def test_a_session_is_summed_up(
    catalogue: Catalogue,
    changes: dict[str, int],
    elapse_seconds: float,
    english: str,
    dutch: str,
) -> None:
    """Minutes and sets, and the week if the session counts for it."""
    for language, text in (("en", english), ("nl", dutch)):
        told = Told(catalogue, timeline(catalogue), language=language, **changes)
        told.play.elapse(elapse_seconds)
        while told.play.engine.next_due_at() is not None:
            skip_exercise(told.play)
        assert told.texts[-1] == text


def test_a_copy_goes_its_own_way(catalogue: Catalogue) -> None:
    """What a copy tells does not count as told."""
    told = Told(catalogue, timeline(catalogue))
    moments: list[tuple[SessionEvent, ...]] = []
    told.play.engine.add_listener(moments.append)
    skip_exercise(told.play)
    told.play.elapse(3)
    chosen, manner = settings(), Manner(level=SpeechLevel.FULL, tones=True)
    narrator = Narrator(catalogue.texts["en"], chosen)
    narrator.utterances(moments[0], manner)
    copy = narrator.copy()
    copy.utterances(moments[0][-1:], manner)
    landed = [narrator.utterances(events, manner) for events in moments[1:]]
    assert landed == [[]] * len(landed)
    assert any(copy.utterances(events, manner) for events in moments[1:])


@pytest.mark.parametrize(
    ("level", "skip_count", "said"),
    [
        (SpeechLevel.NORMAL, 0, ["Next time: level six."]),
        (SpeechLevel.NORMAL, 1, []),
        (SpeechLevel.NORMAL, 6, ["A little lighter."]),
        (SpeechLevel.NORMAL, 7, []),
        (SpeechLevel.MINIMAL, 0, []),
    ],
)
def test_the_end_tells_what_comes(
    catalogue: Catalogue, level: SpeechLevel, skip_count: int, said: list[str]
) -> None:
    """By what was done of the session, where that changes the level."""
    news = {"green": "Next time: level six.", "red": "A little lighter."}
    planned = timeline(catalogue)
    told = Told(catalogue, planned, level=level, news=news)
    for _ in range(skip_count):
        skip_exercise(told.play)
    told.play.elapse(planned.total_seconds)
    assert [text for text in told.texts if text in news.values()] == said


@pytest.mark.parametrize(
    ("level", "said"), [(SpeechLevel.NORMAL, True), (SpeechLevel.MINIMAL, False)]
)
def test_who_was_away_is_welcomed_first(
    catalogue: Catalogue, level: SpeechLevel, said: bool
) -> None:
    """Before the routine is told."""
    told = Told(catalogue, timeline(catalogue), level=level, welcome="Welcome back.")
    assert (told.texts[0] == "Welcome back.") is said

"""Every cue is a whole sentence in both languages."""

import itertools
import re

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.const import LANGUAGES, SpeechLevel
from custom_components.backcare.cues.narrator import SPOKEN_CYCLES
from custom_components.backcare.cues.wording import EventKey, Wording
from custom_components.backcare.engine.models import (
    Dose,
    EventType,
    Prescription,
    Routine,
    SessionEvent,
    SessionSnapshot,
)
from custom_components.backcare.engine.timeline import compile_timeline
from tests.engine.common import WALL_START, Play

from .common import Told, settings, timeline

ROUTINES = (
    "full_core_30",
    "full_core_circuit",
    "split_a_holds",
    "split_b_control",
    "short_10",
    "short_holds",
    "seated_transversus",
    "asymmetric_addon",
    "gentle_reset",
)

WHOLE = re.compile(r"[A-Z0-9].*[.?!]")
BROKEN = re.compile(r"[{}]|\s\s|\s[.,:;]|[.,:;]{2}|\b(None|nan)\b|_")


def variants(catalogue: Catalogue) -> list[dict[str, str]]:
    """Return choices of variants that have each variant once."""
    return [
        dict(zip(catalogue.exercises, chosen, strict=True))
        for chosen in itertools.zip_longest(
            *(exercise.variants for exercise in catalogue.exercises.values()),
            fillvalue="",
        )
    ]


def assert_whole(texts: list[str]) -> None:
    """Check that these are sentences."""
    for text in texts:
        assert WHOLE.fullmatch(text), text
        assert not BROKEN.search(text), text


def test_all_routines_are_told(catalogue: Catalogue) -> None:
    """No routine is missing below."""
    assert set(ROUTINES) == set(catalogue.routines)


@pytest.mark.parametrize("level", range(1, 8))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("routine", ROUTINES)
def test_every_cue_is_whole(
    catalogue: Catalogue, routine: str, language: str, level: int
) -> None:
    """Each cue of each routine has its sentence at each level and speech level."""
    planned = timeline(catalogue, routine, level)
    for speech_level in SpeechLevel:
        told = Told(catalogue, planned, level=speech_level, language=language)
        told.play.elapse(planned.total_seconds)
        assert bool(told.texts) is (speech_level is not SpeechLevel.OFF)
        assert_whole(told.texts)
        if speech_level is SpeechLevel.FULL:
            cue_count = sum(
                cue.values.get("cycle", 0) <= SPOKEN_CYCLES
                for phase in planned.phases
                for cue in phase.cues
            )
            assert len(told.texts) == cue_count + len(["greeting", "praise", "summary"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_is_whole(catalogue: Catalogue, language: str) -> None:
    """Each cue of each easier and harder form has its sentence."""
    for routine, chosen in itertools.product(ROUTINES, variants(catalogue)):
        planned = timeline(catalogue, routine, 3, variants=chosen)
        told = Told(catalogue, planned, language=language)
        told.play.elapse(planned.total_seconds)
        assert_whole(told.texts)


@pytest.mark.parametrize("level", [SpeechLevel.FULL, SpeechLevel.MINIMAL])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("routine", ROUTINES)
def test_every_move_is_whole(
    catalogue: Catalogue, routine: str, language: str, level: SpeechLevel
) -> None:
    """Skipping to and going back from each phase is told in whole sentences."""
    planned = timeline(catalogue, routine, 2)
    told = Told(catalogue, planned, language=language, level=level)
    for _ in planned.phases[1:]:
        for command in (Play.skip, Play.previous, Play.skip):
            command(told.play)
            told.play.elapse(2)
    told.play.cancel()
    assert_whole(told.texts)
    assert len(told.texts) > len(planned.phases)


@pytest.mark.parametrize(
    ("routine", "key", "english", "dutch"),
    [
        (
            "full_core_30",
            "session_start",
            "Starting Full core routine, about thirty-two minutes, level five.",
            "We starten Full core routine, ongeveer tweeëndertig minuten, niveau vijf.",
        ),
        (
            "full_core_30",
            "prepare",
            (
                "Next: forearm plank. Three times one minute. "
                "On your forearms and toes, body in one line."
            ),
            (
                "Nu: buikplank. Drie keer één minuut. "
                "Op je onderarmen en tenen, lichaam in één lijn."
            ),
        ),
        (
            "full_core_30",
            "prepare_side",
            (
                "Next: side plank, left side. Three times one minute. "
                "Lie on your left side, elbow under your shoulder."
            ),
            (
                "Nu: zijplank, linkerkant. Drie keer één minuut. "
                "Ga op je linkerzij liggen, elleboog onder je schouder."
            ),
        ),
        (
            "full_core_30",
            "prepare_booklet",
            (
                "Next: bird dog, twenty per side. On hands and knees. "
                "Place the booklet on your lower back."
            ),
            (
                "Nu: superman, twintig per kant. Op handen en knieën. "
                "Leg het boekje op je onderrug."
            ),
        ),
        ("full_core_30", "countdown", "Three, two, one.", "Drie, twee, één."),
        (
            "full_core_30",
            "hold_start",
            "Hold. One minute.",
            "Houd vast. Eén minuut.",
        ),
        (
            "full_core_30",
            "form_cue",
            "Hips level, belly firm, keep breathing.",
            "Heupen recht, buik aan, blijf ademen.",
        ),
        (
            "full_core_30",
            "rest_next_set",
            "Rest twenty seconds. Next: set two of three.",
            "Rust twintig seconden. Straks serie twee van drie.",
        ),
        (
            "full_core_30",
            "exercise_done",
            "Forearm plank, done.",
            "Buikplank, klaar.",
        ),
        (
            "full_core_30",
            "reps_start",
            "Twenty per side. Start with left arm, right leg.",
            "Twintig per kant. Begin met linkerarm en rechterbeen.",
        ),
        ("full_core_30", "rep_count", "Five per side.", "Vijf per kant."),
        ("full_core_30", "contract_left", "Three more.", "Nog drie keer."),
        (
            "full_core_30",
            "continuous_start",
            "Five minutes. Out: round your back. In: let it sink.",
            "Vijf minuten. Adem uit: bol. Adem in: hol.",
        ),
        (
            "full_core_30",
            "minutes_left",
            "Four minutes left.",
            "Nog vier minuten.",
        ),
        (
            "full_core_30",
            "session_finished",
            "That was everything. Well done, Sam.",
            "Dat was alles. Goed gedaan, Sam.",
        ),
        (
            "full_core_circuit",
            "rest_next_exercise",
            (
                "Rest. Next is side plank. "
                "Lie on your left side, elbow under your shoulder."
            ),
            (
                "Rust. Hierna: zijplank. "
                "Ga op je linkerzij liggen, elleboog onder je schouder."
            ),
        ),
        (
            "gentle_reset",
            "prepare",
            (
                "Next: deep belly activation. Six times ten seconds. "
                "On your back, knees bent, hands on your waist."
            ),
            (
                "Nu: diepe buikspier aanspannen. Zes keer tien seconden. "
                "Op je rug, knieën gebogen, handen in je zij."
            ),
        ),
        (
            "short_holds",
            "prepare",
            (
                "Next: cat camel. Forty-eight seconds. "
                "On hands and knees, small slow movements."
            ),
            (
                "Nu: hol en bol. Achtenveertig seconden. "
                "Op handen en knieën, kleine rustige bewegingen."
            ),
        ),
        (
            "short_holds",
            "hold_start",
            "Hold. Ten seconds.",
            "Houd vast. Tien seconden.",
        ),
        (
            "asymmetric_addon",
            "prepare",
            (
                "Next: back extension, left emphasis. Three times ten. "
                "Face down, arms along your body, look at the floor."
            ),
            (
                "Nu: rug strekken, accent links. Drie keer tien. "
                "Op je buik, armen langs je lichaam, kijk omlaag."
            ),
        ),
        (
            "seated_transversus",
            "session_start",
            "Starting Full core routine, about one minute, level five.",
            "We starten Full core routine, ongeveer één minuut, niveau vijf.",
        ),
    ],
)
def test_sentence(
    catalogue: Catalogue, routine: str, key: str, english: str, dutch: str
) -> None:
    """The first cue of a kind in a routine says this."""
    planned = timeline(catalogue, routine)
    for language, text in (("en", english), ("nl", dutch)):
        told = Told(catalogue, planned, language=language)
        told.play.elapse(planned.total_seconds)
        assert told.text_of(key) == text


@pytest.mark.parametrize(
    ("variant", "text"),
    [
        (
            {"plank": "plank_knees"},
            "Next: forearm plank. Three times one minute. Knee plank.",
        ),
        (
            {"plank": "plank_split"},
            "Next: forearm plank. Six times ten seconds. Split plank.",
        ),
        (
            {"side_plank": "side_plank_knees"},
            (
                "Next: side plank, left side. Three times one minute. "
                "Side plank on the knees."
            ),
        ),
        (
            {"bird_dog": "bird_dog_leg"},
            "Next: bird dog. Three times twenty per side. Leg only.",
        ),
        ({"bird_dog": "bird_dog_leg"}, "Twenty per side."),
    ],
)
def test_variant(catalogue: Catalogue, variant: dict[str, str], text: str) -> None:
    """An easier form is told with its own name instead of the usual position."""
    planned = timeline(catalogue, variants=variant)
    told = Told(catalogue, planned)
    told.play.elapse(planned.total_seconds)
    assert text in told.texts


def test_one_set_is_not_told_as_times(catalogue: Catalogue) -> None:
    """Nobody says one times one minute."""
    told = Told(catalogue, timeline(catalogue, "short_10"))
    assert told.text_of("prepare").startswith("Next: forearm plank. One minute. On")


@pytest.mark.parametrize(
    ("language", "done", "switch"),
    [
        ("en", "Back extension, done.", "Switch sides. Now your right side."),
        ("nl", "Rug strekken, klaar.", "Wissel van kant. Nu je rechterkant."),
    ],
)
def test_sides(catalogue: Catalogue, language: str, done: str, switch: str) -> None:
    """A change names the new side; what is done is told without one."""
    extension = catalogue.exercises["back_extension_asymmetric"]
    plank = catalogue.exercises["side_plank"]
    planned = compile_timeline(
        Routine(
            id="own",
            prescriptions=(
                Prescription(exercise=extension, dose=Dose(set_count=1)),
                Prescription(exercise=plank, dose=Dose(set_count=1)),
            ),
        ),
        catalogue.levels,
        5,
    )
    told = Told(catalogue, planned, language=language)
    told.play.elapse(planned.total_seconds)
    assert told.text_of("exercise_done") == done
    assert told.text_of("switch_side") == switch


def test_added_time_is_told(catalogue: Catalogue) -> None:
    """A rest that was made longer says its new length."""
    told = Told(catalogue, timeline(catalogue))
    told.play.elapse(75)
    told.play.change(20)
    told.play.elapse(1)
    assert told.text_of("rest_next_set").startswith("Rest forty seconds.")


def test_names_do_no_harm(catalogue: Catalogue) -> None:
    """Markup, braces and endless names are said as plain short words."""
    planned = timeline(catalogue, "gentle_reset")
    told = Told(
        catalogue,
        planned,
        person_name="{0.__class__} <b>Sam</b> \U0001f4aa",
        routine_name="<speak>{level}</speak> & " + "x" * 10_000,
    )
    told.play.elapse(planned.total_seconds)
    assert_whole([text.replace("__", "") for text in told.texts])
    greeting, *_, praise, _ = told.texts
    assert greeting.startswith("Starting speak level /speak, about five minutes,")
    assert praise.endswith("Well done, 0.__class__ b Sam /b.")


def test_nobody_is_praised_without_a_name(catalogue: Catalogue) -> None:
    """A name that can't be said is left out."""
    planned = timeline(catalogue, "seated_transversus")
    told = Told(catalogue, planned, person_name="\U0001f600")
    told.play.elapse(planned.total_seconds)
    assert told.text_of("session_finished") == "That was everything. Well done."


def test_an_event_without_a_phase(catalogue: Catalogue) -> None:
    """What is no part of a phase can be told without one."""
    event = SessionEvent(
        type=EventType.SESSION_FINISHED, due_at=WALL_START, snapshot=SessionSnapshot()
    )
    wording = Wording(catalogue.texts["en"], settings())
    text = wording.text(EventKey.SESSION_FINISHED, event)
    assert text == "That was everything. Well done, Sam."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Next: seated belly activation."),
        ("nl", "Nu: buikspier aanspannen op de stoel."),
    ],
)
def test_a_preparation_can_be_told_in_short(
    catalogue: Catalogue, language: str, text: str
) -> None:
    """Where time is short, the name is what matters."""
    planned = timeline(catalogue, "seated_transversus")
    told = Told(catalogue, planned, language=language)
    full, brief = told.first("prepare").texts
    assert brief == text
    assert full.startswith(text)
    assert len(full) > len(brief)

"""Tests of what a wish does, and how it is answered."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import Key, Rating, SpeechLevel
from custom_components.backcare.engine.models import (
    PhaseKind,
    Scope,
    SessionStatus,
    Side,
    StopReason,
)
from custom_components.backcare.voice.wish import Question, WishKind as Kind
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.common import SessionClock, build_entry, session_record
from tests.conftest import SetUp

from .household import GYM_SATELLITE, HALL_SATELLITE, person, put, say, seen, speakers

START = (Kind.START, {})
SKIP = (Kind.SKIP, {})
NEXT_EXERCISE = (Kind.SKIP, {"scope": Scope.EXERCISE})
PAUSE = (Kind.PAUSE, {})

NOTHING_RUNS = {
    "en": "Nothing is running. Say start my back training.",
    "nl": "Er loopt geen training. Zeg start mijn rugtraining.",
}
PAIN_STOP = {
    "en": "Stop and rest. If the pain is new or severe, call your doctor.",
    "nl": "Stop en rust uit. Is de pijn nieuw of hevig, bel dan je huisarts.",
}

type Step = tuple[Kind, dict[str, Any]]


async def do(
    hass: HomeAssistant, steps: Sequence[Step], satellite: str | None = None
) -> None:
    """Want one thing after the other."""
    for kind, wish in steps:
        await say(hass, kind, satellite, **wish)


@pytest.fixture
async def anna(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> MockConfigEntry:
    """Return Anna, whose cues come from the satellite in the gym."""
    put(hass, GYM_SATELLITE, "Gym")
    put(hass, HALL_SATELLITE, "Hall")
    return await set_up(person("Anna", GYM_SATELLITE))


ANSWERS = (
    pytest.param(
        [],
        START,
        "Starting Full core routine, about thirty-two minutes, level five. Move within "
        "comfort, keep breathing, and say stop at any time.",
        "We starten Volledige training, ongeveer tweeëndertig minuten, niveau vijf. "
        "Forceer niets, blijf ademen en zeg stop wanneer je wilt.",
        id="start",
    ),
    pytest.param(
        [START],
        PAUSE,
        "Paused. Say continue training when you are ready.",
        "Gepauzeerd. Zeg ga verder met trainen als je klaar bent.",
        id="pause",
    ),
    pytest.param(
        [START, PAUSE],
        (Kind.RESUME, {}),
        "Continuing. Back into position.",
        "We gaan verder. Neem je houding weer aan.",
        id="resume",
    ),
    pytest.param(
        [START],
        SKIP,
        "Skipped. Next: forearm plank.",
        "Overgeslagen. Nu: buikplank.",
        id="skip",
    ),
    pytest.param(
        [START, SKIP],
        SKIP,
        "And relax. Rest twenty seconds. Next: set two of three.",
        "En ontspan. Rust twintig seconden. Straks serie twee van drie.",
        id="skip to a rest",
    ),
    pytest.param(
        [START],
        NEXT_EXERCISE,
        "Skipped. Next: side plank. Lie on your left side, elbow under your shoulder.",
        "Overgeslagen. Nu: zijplank. Ga op je linkerzij liggen, elleboog onder je "
        "schouder.",
        id="skip an exercise",
    ),
    pytest.param(
        [(Kind.START, {"routine": "seated_transversus"}), SKIP],
        SKIP,
        "That was everything. Well done, Anna. One minute, zero of one sets.",
        "Dat was alles. Goed gedaan, Anna. Eén minuut, nul van één series.",
        id="skip to the end",
    ),
    pytest.param(
        [START, NEXT_EXERCISE],
        (Kind.PREVIOUS, {}),
        "Back to forearm plank.",
        "Terug naar buikplank.",
        id="previous",
    ),
    pytest.param(
        [START, SKIP],
        (Kind.REPEAT, {}),
        "Once more: forearm plank. On your forearms and toes, body in one line.",
        "Nog een keer: buikplank. Op je onderarmen en tenen, lichaam in één lijn.",
        id="repeat",
    ),
    pytest.param(
        [START],
        (Kind.STOP, {}),
        "Stopped. Zero of seventeen sets saved.",
        "Gestopt. Nul van zeventien series bewaard.",
        id="stop",
    ),
    pytest.param([START], (Kind.PAIN, {}), *PAIN_STOP.values(), id="pain"),
)
"""What was done before, what is wanted, and the answer in each language."""


@pytest.mark.parametrize(("before", "wanted", "en", "nl"), ANSWERS)
@pytest.mark.parametrize("language", ["en", "nl"])
async def test_what_is_typed_is_answered_in_the_words_of_the_cue(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    before: list[Step],
    wanted: Step,
    en: str,
    nl: str,
    language: str,
) -> None:
    """Nobody may be near the speakers, so the answer says what they say."""
    await do(hass, before)
    kind, wish = wanted
    answer = await say(hass, kind, language=language, **wish)
    assert answer.startswith({"en": en, "nl": nl}[language])


@pytest.mark.parametrize(("before", "wanted", "en", "nl"), ANSWERS)
async def test_a_cue_that_is_heard_is_the_answer(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    before: list[Step],
    wanted: Step,
    en: str,
    nl: str,
) -> None:
    """The speaker of the session says it, so the satellite says nothing."""
    await do(hass, before, GYM_SATELLITE)
    kind, wish = wanted
    assert await say(hass, kind, GYM_SATELLITE, **wish) == ""


@pytest.mark.parametrize(
    ("satellite", "changes", "is_answered"),
    [
        pytest.param(GYM_SATELLITE, {}, False, id="heard"),
        pytest.param("assist_satellite.new", {}, False, id="nobody knows where"),
        pytest.param(HALL_SATELLITE, {}, True, id="in another room"),
        pytest.param(GYM_SATELLITE, {Key.SPEECH_CUES: False}, True, id="no speech"),
        pytest.param(
            GYM_SATELLITE, {Key.SPEECH_LEVEL: SpeechLevel.OFF}, True, id="off"
        ),
        pytest.param(
            GYM_SATELLITE, {Key.SPEECH_LEVEL: SpeechLevel.MINIMAL}, False, id="minimal"
        ),
    ],
)
async def test_the_answer_is_heard_once(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    satellite: str,
    changes: dict[Key, Any],
    is_answered: bool,
) -> None:
    """The answer is said where no cue says it to the asker."""
    for key, value in changes.items():
        anna.runtime_data.async_choose(key, value)
    await do(hass, [START])
    answer = await say(hass, Kind.PAUSE, satellite)
    assert bool(answer) is is_answered


async def test_a_speaker_that_is_gone_says_nothing(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """Without the speaker of the session, the answer is said."""
    await do(hass, [START])
    hass.states.async_set(GYM_SATELLITE, "unavailable")
    assert await say(hass, Kind.PAUSE, GYM_SATELLITE)


async def test_a_break_in_a_pause_says_nothing_yet(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """The cues of a rest wait until the session goes on, the answer does not."""
    await do(hass, [START, SKIP, PAUSE])
    answer = await say(hass, Kind.SKIP, GYM_SATELLITE)
    assert answer == "And relax. Rest twenty seconds. Next: set two of three."
    assert seen(anna).status is SessionStatus.PAUSED


@pytest.mark.parametrize("minutes", [5, 500])
async def test_a_pause_has_no_end_of_its_own(
    hass: HomeAssistant, anna: MockConfigEntry, minutes: float
) -> None:
    """Who says for how long hears that too."""
    paused = ANSWERS[1].values[2]
    open_end = "I don't go on by myself, and after fifteen minutes the training ends."
    await do(hass, [START])
    assert await say(hass, Kind.PAUSE, minutes=minutes) == f"{paused} {open_end}"
    assert seen(anna).status is SessionStatus.PAUSED
    await do(hass, [(Kind.RESUME, {})])
    answer = await say(hass, Kind.PAUSE, GYM_SATELLITE, minutes=minutes)
    assert answer == open_end


async def test_advice_comes_with_the_start(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """Rest is better the day after a full session; the person decides."""
    trained(anna, hours=20)
    advice = (
        "Your last full session was not long ago. Take a day without one in between."
    )
    assert (await say(hass, Kind.START)).endswith(f" {advice}")
    assert seen(anna).status is SessionStatus.ACTIVE
    await do(hass, [(Kind.STOP, {})])
    assert await say(hass, Kind.START, GYM_SATELLITE) == advice
    await do(hass, [(Kind.STOP, {})])
    answer = await say(hass, Kind.START, routine="short_10")
    assert advice not in answer


async def test_a_programme_on_hold(hass: HomeAssistant, anna: MockConfigEntry) -> None:
    """Two sore sessions: only what is gentle can be started."""
    for days in (3, 1):
        ended_at = dt_util.utcnow() - timedelta(days=days)
        anna.runtime_data.profile.add(
            session_record(
                session_id=f"sore-{days}",
                started_at=ended_at - timedelta(minutes=32),
                ended_at=ended_at,
                ratings={Rating.PAIN_DURING: 7},
            )
        )
    assert await say(hass, Kind.START) == (
        "Two sore sessions. Rest, and ask your physiotherapist or doctor. "
        "The gentle session is possible."
    )
    answer = await say(hass, Kind.START, language="nl")
    assert answer.startswith("Twee keer veel last. Rust, en overleg")
    assert seen(anna).status is SessionStatus.IDLE
    await say(hass, Kind.START, routine="gentle_reset")
    assert seen(anna).status is SessionStatus.ACTIVE


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("nl", "Niveau vijf."),
        ("nl-BE", "Niveau vijf."),
        ("en-GB", "Level five."),
        ("de", "Niveau vijf."),
        (None, "Niveau vijf."),
    ],
)
async def test_the_language_of_the_answer(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    language: str | None,
    answer: str,
) -> None:
    """It is that of the asker, or else that of the person."""
    await set_up(person("Anna", language="nl"))
    said = await say(hass, Kind.ASK, question=Question.LEVEL, language=language)
    assert said == answer


async def test_a_session_as_it_was_wanted(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """A start takes the routine, the level and the minutes that were said."""
    await say(hass, Kind.START, routine="Korte training", level=2, minutes=30)
    assert (seen(anna).routine_id, seen(anna).level) == ("short_10", 2)
    await say(hass, Kind.STOP)
    await say(hass, Kind.START, routine=" ", minutes=10)
    assert seen(anna).routine_id == "short_10"


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT, Side.ALTERNATING])
async def test_the_side_of_one_sided_work(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp, side: Side
) -> None:
    """A side that there is counts, any other is that of the settings."""
    entry = await set_up(build_entry(options={"behaviour": {"add_on_confirmed": True}}))
    await say(hass, Kind.START, routine="asymmetric_addon", side=side)
    phase = seen(entry).phase
    assert phase
    assert phase.side is (side if side is Side.RIGHT else Side.LEFT)


# Steering


@pytest.mark.parametrize(
    ("before", "wanted", "number", "kind"),
    [
        pytest.param([], (Kind.REPEAT, {}), 1, PhaseKind.PREPARE, id="at the start"),
        pytest.param([SKIP], (Kind.REPEAT, {}), 1, PhaseKind.PREPARE, id="a set"),
        pytest.param(
            [SKIP, SKIP], (Kind.REPEAT, {}), 2, PhaseKind.HOLD, id="a set, in the rest"
        ),
        pytest.param(
            [SKIP, SKIP, SKIP],
            (Kind.REPEAT, {"scope": Scope.EXERCISE}),
            1,
            PhaseKind.PREPARE,
            id="an exercise",
        ),
        pytest.param(
            [NEXT_EXERCISE],
            (Kind.REPEAT, {"scope": Scope.EXERCISE}),
            1,
            PhaseKind.PREPARE,
            id="the exercise that was just done",
        ),
        pytest.param(
            [NEXT_EXERCISE, SKIP],
            (Kind.PREVIOUS, {}),
            7,
            PhaseKind.PREPARE,
            id="a step back",
        ),
        pytest.param(
            [NEXT_EXERCISE, SKIP],
            (Kind.PREVIOUS, {"scope": Scope.EXERCISE}),
            1,
            PhaseKind.PREPARE,
            id="from within an exercise to the one before",
        ),
        pytest.param(
            [NEXT_EXERCISE],
            (Kind.PREVIOUS, {"scope": Scope.EXERCISE}),
            1,
            PhaseKind.PREPARE,
            id="from the start of an exercise to the one before",
        ),
        pytest.param(
            [SKIP],
            (Kind.PREVIOUS, {"scope": Scope.EXERCISE}),
            1,
            PhaseKind.PREPARE,
            id="before the first exercise is none",
        ),
    ],
)
async def test_going_back(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    before: list[Step],
    wanted: Step,
    number: int,
    kind: PhaseKind,
) -> None:
    """It leads to where the person can do the set or the exercise again."""
    await do(hass, [START, *before, wanted])
    phase = seen(anna).phase
    assert phase
    assert (seen(anna).phase_number, phase.kind) == (number, kind)


async def test_repeating_an_exercise_of_a_round(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """It goes to the rest before it, not to the exercise before."""
    await do(hass, [(Kind.START, {"routine": "circuit"}), NEXT_EXERCISE])
    before = seen(anna)
    assert before.phase
    assert before.phase.exercise_id == "side_plank"

    answer = await say(hass, Kind.REPEAT, scope=Scope.EXERCISE)

    assert answer.startswith("And relax. Rest. Next is side plank. ")
    assert seen(anna).phase_number == before.phase_number - 1


@pytest.mark.parametrize(
    ("seconds", "en", "nl"),
    [
        (30, "Thirty seconds more.", "Dertig seconden erbij."),
        (-10, "Ten seconds less.", "Tien seconden eraf."),
        (300, "Five minutes more.", "Vijf minuten erbij."),
    ],
)
async def test_adding_time(
    hass: HomeAssistant, anna: MockConfigEntry, seconds: float, en: str, nl: str
) -> None:
    """The running phase gets longer or shorter; no cue tells it."""
    await do(hass, [START, SKIP])
    assert await say(hass, Kind.ADD_TIME, GYM_SATELLITE, seconds=seconds) == en
    assert seen(anna).phase_seconds == 60 + seconds
    assert await say(hass, Kind.ADD_TIME, language="nl", seconds=seconds) == nl


@pytest.mark.parametrize(
    ("kind", "en", "nl"),
    [
        (
            Kind.BOOKLET,
            "No problem. Put it back and reach less far.",
            "Geen probleem. Leg het terug en reik minder ver.",
        ),
        (
            Kind.EXPLAIN,
            "Lie face down and rest on your forearms, elbows under your shoulders. ",
            "Ga op je buik liggen en steun op je onderarmen, ellebogen onder je schouders. ",
        ),
    ],
)
async def test_the_session_goes_on_while_something_is_said(
    hass: HomeAssistant, anna: MockConfigEntry, kind: Kind, en: str, nl: str
) -> None:
    """A booklet that fell and an explanation keep its pace."""
    await do(hass, [START, SKIP])
    before = seen(anna)
    assert (await say(hass, kind, GYM_SATELLITE)).startswith(en)
    assert (await say(hass, kind, GYM_SATELLITE, language="nl")).startswith(nl)
    assert seen(anna) == before


# Safe words


@pytest.mark.parametrize(
    ("kind", "reason"), [(Kind.STOP, None), (Kind.PAIN, StopReason.PAIN)]
)
async def test_a_safe_word_ends_the_session(
    hass: HomeAssistant, anna: MockConfigEntry, kind: Kind, reason: StopReason | None
) -> None:
    """The session is over at once, and the history tells why."""
    await do(hass, [START, SKIP])
    await say(hass, kind, GYM_SATELLITE)
    assert seen(anna).status is SessionStatus.IDLE
    assert anna.runtime_data.profile.last_session.reason is reason


@pytest.mark.parametrize("kind", [Kind.STOP, Kind.PAIN])
async def test_a_safe_word_asks_nothing_back(
    hass: HomeAssistant, anna: MockConfigEntry, set_up: SetUp, kind: Kind
) -> None:
    """Where nobody can tell who is meant, everybody stops."""
    mark = await set_up(person("Mark"))
    await do(hass, [(Kind.START, {"person": name}) for name in ("Anna", "Mark")])
    answer = await say(hass, kind)
    assert seen(anna).status is seen(mark).status is SessionStatus.IDLE
    assert answer.count("Stop") == 1


@pytest.mark.parametrize("wish", [{"person": "Anne"}, {"seconds": 900}, {"level": 12}])
async def test_pain_needs_no_right_words(
    hass: HomeAssistant, anna: MockConfigEntry, wish: dict[str, Any]
) -> None:
    """The session ends also when a part of the sentence makes no sense."""
    await do(hass, [START])
    assert await say(hass, Kind.PAIN, **wish) == PAIN_STOP["en"]
    assert seen(anna).status is SessionStatus.IDLE


@pytest.mark.parametrize("name", ["Anne", "the day", "mij"])
async def test_stop_needs_no_right_name(
    hass: HomeAssistant, anna: MockConfigEntry, name: str
) -> None:
    """Stop the training for today is no name, and a name may be misheard."""
    await do(hass, [START])
    assert (await say(hass, Kind.STOP, person=name)).startswith("Stopped.")
    assert seen(anna).status is SessionStatus.IDLE


async def test_stop_is_for_who_is_named(
    hass: HomeAssistant, anna: MockConfigEntry, set_up: SetUp
) -> None:
    """Somebody who does not train has nothing to stop, and the others go on."""
    await set_up(person("Mark"))
    await do(hass, [(Kind.START, {"person": "Anna"})])
    await say(hass, Kind.STOP, person="Mark")
    assert seen(anna).status is SessionStatus.ACTIVE


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_pain_is_always_answered(
    hass: HomeAssistant, anna: MockConfigEntry, language: str
) -> None:
    """Without a session, or of somebody unknown, the advice is the same."""
    for name in (None, "Anna", "Bob"):
        answer = await say(hass, Kind.PAIN, language=language, person=name)
        assert answer == PAIN_STOP[language]


# Ratings

SAME_LEVEL = "We stay at level 5."
NEXT_MORNING = "Thank you. I keep that the morning after a training."


def trained(entry: MockConfigEntry, hours: float) -> None:
    """Put a session into the history that ended some hours ago."""
    ended_at = dt_util.utcnow() - timedelta(hours=hours)
    entry.runtime_data.profile.add(
        session_record(started_at=ended_at - timedelta(minutes=32), ended_at=ended_at)
    )


def ratings(entry: MockConfigEntry) -> dict[Rating, int]:
    """Return what is kept of the last session."""
    return dict(entry.runtime_data.profile.last_session.ratings)


async def test_the_last_session_is_rated(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """Pain and effort, together or one by one; the last word counts."""
    trained(anna, hours=1)
    answer = await say(hass, Kind.RATE, pain=2, effort=5)
    assert answer == SAME_LEVEL
    assert ratings(anna) == {Rating.PAIN_DURING: 2, Rating.EFFORT: 5}
    await say(hass, Kind.RATE, effort=6)
    assert ratings(anna) == {Rating.PAIN_DURING: 2, Rating.EFFORT: 6}


@pytest.mark.parametrize(
    ("own", "language", "answer"),
    [
        ("nl", "nl", "We blijven op niveau 5."),
        ("nl", "en", "Thank you. Noted."),
        ("en", "nl", "Dank je. Genoteerd."),
    ],
)
async def test_what_ratings_mean_is_told_in_the_language_of_the_person(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    own: str,
    language: str,
    answer: str,
) -> None:
    """Who asks in another one hears thanks."""
    trained(await set_up(person("Anna", language=own)), hours=1)
    assert await say(hass, Kind.RATE, language=language, pain=2) == answer


@pytest.mark.parametrize(
    ("hours", "language", "answer"),
    [
        (40, "en", "That is a lot. Rest, or say start the gentle back session."),
        (40, "nl", "Dat is veel. Rust uit, of zeg start de rustige rugsessie."),
        (None, "en", "That is a lot. Rest, or say start the gentle back session."),
    ],
)
async def test_severe_pain_before_a_session(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    hours: float | None,
    language: str,
    answer: str,
) -> None:
    """The gentle session is offered, and nothing is kept."""
    if hours:
        trained(anna, hours=hours)
    assert await say(hass, Kind.RATE, language=language, pain_now=6) == answer
    if hours:
        assert ratings(anna) == {}


async def test_the_running_session_is_rated(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """It keeps what was told when it ends."""
    await do(hass, [START, (Kind.RATE, {"pain": 3, "pain_now": 1}), (Kind.STOP, {})])
    assert ratings(anna) == {Rating.PAIN_DURING: 3, Rating.PAIN_BEFORE: 1}


@pytest.mark.parametrize(
    ("hours", "answer", "kept"),
    [
        (11, NEXT_MORNING, {}),
        (13, SAME_LEVEL, {Rating.PAIN_NEXT_DAY: 2}),
        (35, SAME_LEVEL, {Rating.PAIN_NEXT_DAY: 2}),
        (37, NEXT_MORNING, {}),
    ],
)
async def test_how_the_back_is_the_next_morning(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    hours: float,
    answer: str,
    kept: dict[Rating, int],
) -> None:
    """It counts for the session of the day before."""
    trained(anna, hours=hours)
    assert await say(hass, Kind.RATE, pain_now=2) == answer
    assert ratings(anna) == kept


@pytest.mark.parametrize("wish", [{"pain": 6}, {"pain_now": 10}])
async def test_severe_pain_is_no_number_only(
    hass: HomeAssistant, anna: MockConfigEntry, wish: dict[str, Any]
) -> None:
    """It ends the session, and afterwards the person is told what to do."""
    await do(hass, [START])
    assert await say(hass, Kind.RATE, **wish) == PAIN_STOP["en"]
    assert seen(anna).status is SessionStatus.IDLE
    assert anna.runtime_data.profile.last_session.reason is StopReason.PAIN
    assert list(ratings(anna).values()) == list(wish.values())
    answer = await say(hass, Kind.RATE, pain=6)
    assert answer == f"{PAIN_STOP['en']} Next time a little lighter: level 4."


async def test_without_a_session_there_is_nothing_to_rate(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """Nothing is kept."""
    answer = await say(hass, Kind.RATE, pain=2)
    assert answer == "There has been no back training yet."


# Refusals


@pytest.mark.parametrize(
    ("kind", "wish", "en", "nl"),
    [
        *(
            pytest.param(kind, wish, *NOTHING_RUNS.values(), id=f"{kind} {wish}")
            for kind, wish in (
                (Kind.PAUSE, {}),
                (Kind.RESUME, {}),
                (Kind.SKIP, {}),
                (Kind.PREVIOUS, {}),
                (Kind.REPEAT, {}),
                (Kind.EXPLAIN, {}),
                (Kind.STOP, {}),
                (Kind.ADD_TIME, {"seconds": 30}),
                (Kind.ASK, {"question": Question.SESSION_TIME_LEFT}),
            )
        ),
        (
            Kind.START,
            {"routine": "planks onle"},
            "I don't know planks onle. Choose for instance Part A: holds, ",
            "Ik ken planks onle niet. Kies bijvoorbeeld Deel A: houdingen, ",
        ),
        (
            Kind.START,
            {"routine": "{{ states() }} <b>"},
            "I don't know states() b. Choose for instance ",
            "Ik ken states() b niet. Kies bijvoorbeeld ",
        ),
        (
            Kind.START,
            {"routine": "x" * 300},
            f"I don't know {'x' * 60}. Choose for instance ",
            f"Ik ken {'x' * 60} niet. Kies bijvoorbeeld ",
        ),
        (
            Kind.START,
            {"routine": "back extension"},
            "That one is only for people whose physiotherapist asked for it. ",
            "Die is alleen voor wie hem van de fysiotherapeut moet doen. ",
        ),
        (
            Kind.START,
            {"person": "Bob <b>"},
            "There is no back training for Bob b, only for Anna and Mark.",
            "Er is geen rugtraining voor Bob b, wel voor Anna en Mark.",
        ),
        (
            Kind.START,
            {"person": None},
            "For whom? Anna or Mark?",
            "Voor wie? Anna of Mark?",
        ),
        (
            Kind.START,
            {"level": 8},
            "The level goes from one to seven.",
            "Het niveau loopt van één tot zeven.",
        ),
        *(
            (
                Kind.START,
                {"minutes": minutes},
                "A training can take one to 180 minutes.",
                "Een training kan één tot 180 minuten duren.",
            )
            for minutes in (0, 200, float("nan"), float("inf"))
        ),
        (
            Kind.ADD_TIME,
            {"seconds": 301},
            "I can add or take away five minutes at most.",
            "Er kan hoogstens vijf minuten bij of af.",
        ),
        *(
            (
                Kind.RATE,
                {field: 11},
                "Say a number from zero to ten.",
                "Zeg een getal van nul tot tien.",
            )
            for field in ("pain", "pain_now", "effort")
        ),
        (
            Kind.ADD_TIME,
            {},
            "How much? Say for instance add thirty seconds to the exercise.",
            "Hoeveel? Zeg bijvoorbeeld nog dertig seconden voor deze oefening.",
        ),
        (
            Kind.ASK,
            {},
            "What would you like to know about the back training?",
            "Wat wil je weten over de rugtraining?",
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "nl"])
async def test_what_can_not_be_done_changes_nothing(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    set_up: SetUp,
    kind: Kind,
    wish: dict[str, Any],
    en: str,
    nl: str,
    language: str,
) -> None:
    """The answer tells why, and what is possible."""
    await set_up(person("Mark"))
    before = {found.entity_id: found for found in hass.states.async_all()}
    answer = await say(hass, kind, language=language, **({"person": "Anna"} | wish))
    assert answer.startswith({"en": en, "nl": nl}[language])
    assert {found.entity_id: found for found in hass.states.async_all()} == before


@pytest.mark.parametrize(
    ("before", "kind", "en", "nl"),
    [
        (
            [],
            Kind.START,
            "A training is already going on. Say stop the training first.",
            "Er is al een training bezig. Zeg eerst stop de training.",
        ),
        (
            [PAUSE],
            Kind.PAUSE,
            "The training is paused already. Say continue training when you are ready.",
            "De training staat al op pauze. Zeg ga verder met trainen als je klaar bent.",
        ),
        (
            [],
            Kind.RESUME,
            "The training is not paused.",
            "De training staat niet op pauze.",
        ),
    ],
)
async def test_the_wrong_moment(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    before: list[Step],
    kind: Kind,
    en: str,
    nl: str,
) -> None:
    """A session that is not in the right state for it goes on as it is."""
    await do(hass, [START, *before])
    shown = seen(anna)
    assert await say(hass, kind, GYM_SATELLITE) == en
    assert await say(hass, kind, GYM_SATELLITE, language="nl") == nl
    assert seen(anna) == shown


async def test_the_safety_check_comes_first(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Who did not confirm it can't start."""
    entry = await set_up(build_entry(safety={"agreed": False}))
    answer = await say(hass, Kind.START)
    assert answer == "Please read and confirm the safety check first."
    answer = await say(hass, Kind.START, language="nl")
    assert answer == "Lees en bevestig eerst de veiligheidscheck."
    assert seen(entry).status is SessionStatus.IDLE


async def test_a_speaker_on_which_somebody_trains(
    hass: HomeAssistant, anna: MockConfigEntry, set_up: SetUp
) -> None:
    """Two sessions don't speak on one speaker; the answer tells whose it is."""
    mark = await set_up(person("Mark"))
    await do(hass, [(Kind.START, {"person": "Anna"})], GYM_SATELLITE)
    answer = await say(hass, Kind.START, GYM_SATELLITE, person="Mark")
    assert answer.startswith("Anna is training on that speaker.")
    assert seen(mark).status is SessionStatus.IDLE


async def test_two_people_train_in_two_rooms(
    hass: HomeAssistant, anna: MockConfigEntry, set_up: SetUp
) -> None:
    """Each satellite steers the session that it hears."""
    mark = await set_up(person("Mark"))
    await do(hass, [(Kind.START, {"person": "Mark"})], HALL_SATELLITE)
    await do(hass, [START], GYM_SATELLITE)
    assert speakers(mark) == (HALL_SATELLITE,)

    assert await say(hass, Kind.PAUSE, GYM_SATELLITE) == ""
    assert seen(anna).status is SessionStatus.PAUSED
    assert seen(mark).status is SessionStatus.ACTIVE
    assert await say(hass, Kind.SKIP) == "For whom? Anna or Mark?"


async def test_a_home_without_people(hass: HomeAssistant) -> None:
    """The answer is in the language of the home."""
    hass.config.language = "nl"
    answer = await say(hass, Kind.START, language=None)
    assert answer == "Er is nog voor niemand een rugtraining ingesteld."
    assert await say(hass, Kind.PAIN, language=None) == PAIN_STOP["nl"]


async def test_a_start_that_fails(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """What nobody says in words of its own gets an answer too."""
    await set_up(person("Anna", "media_player.anna_coach"))
    assert await say(hass, Kind.START) == "I can't do that now."
    assert await say(hass, Kind.START, language="nl") == "Dat kan nu niet."


async def test_there_is_only_one_person(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """Who is not there can't train, and nobody else does in their place."""
    answer = await say(hass, Kind.START, person="Bob")
    assert answer == "There is no back training for Bob, only for Anna."
    assert seen(anna).status is SessionStatus.IDLE


async def test_names_are_said_not_rendered(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Markup and templates in names are harmless."""
    await set_up(person("{{ 1 + 1 }}<b>"))
    await set_up(person("Mark"))
    assert await say(hass, Kind.START) == "For whom? 1 + 1 b or Mark?"

"""Does what a person wants, and answers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from custom_components.backcare.catalogue import async_get_catalogue
from custom_components.backcare.const import LANGUAGES, MAX_RATING, SEVERE_PAIN, Rating
from custom_components.backcare.controller import BackCareConfigEntry, SessionController
from custom_components.backcare.cues.phrases import speakable
from custom_components.backcare.cues.wording import EventKey
from custom_components.backcare.engine.errors import (
    EngineError,
    NoActiveSession,
    SafetyNotConfirmed,
    UnknownRoutine,
)
from custom_components.backcare.engine.models import (
    Scope,
    SessionSnapshot,
    Side,
    StopReason,
)
from custom_components.backcare.library import folded
from custom_components.backcare.request import StartRequest
from custom_components.backcare.settings import supported_language
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .adapt import adapt
from .answers import OF_SESSION, how_to
from .orders import Order
from .people import async_meant, async_people
from .replies import Replies
from .rooms import async_speaker_near
from .weeks import OF_PERSON
from .wish import SAFE_WISHES, Asker, Wish, WishKind

_LIMITS = {
    "minutes": (1, 180, "minutes_out_of_range"),
    "level": (1, 7, "level_out_of_range"),
    "seconds": (-300, 300, "seconds_out_of_range"),
    "pain": (0, MAX_RATING, "rating_out_of_range"),
    "pain_now": (0, MAX_RATING, "rating_out_of_range"),
    "effort": (0, MAX_RATING, "rating_out_of_range"),
}
"""The smallest and largest number of a wish, as the actions have them, and the answer."""

_NEXT_MORNING = (timedelta(hours=12), timedelta(hours=36))
"""How long after a session its pain of the next day is told (``domain.md`` 4.3)."""

_ANSWERS = {SafetyNotConfirmed.key: "gate_blocked"}
"""The answers to refusals that have another key."""

_OFFERED_COUNT = 3
"""Routines that are offered when nobody knows the name."""


async def async_obey(hass: HomeAssistant, wish: Wish, asker: Asker) -> str:
    """Do what is wanted and return what to say, in the language of the asker.

    That is nothing where a speaker of the session says it already by its cue. What can't
    be done gets an answer too, and changes nothing.
    """
    catalogue = await async_get_catalogue(hass)
    people = async_meant(hass, wish, asker)
    language = _language(hass, asker, people)
    texts = people[0].runtime_data.profile.texts if people else catalogue.texts
    replies = Replies(texts[language])
    if _needs_session(wish):
        people = [one for one in people if one.runtime_data.running] or people[:1]
    if question := _question_back(hass, wish, people, replies):
        return question
    answers = [
        _obey(
            Order(
                hass=hass,
                wish=wish,
                asker=asker,
                person=person,
                language=language,
                replies=replies,
            )
        )
        for person in people
    ]
    return " ".join(dict.fromkeys(filter(None, answers)))


async def async_ask_again(hass: HomeAssistant, asker: Asker) -> str:
    """Return what to say to a sentence that makes no sense."""
    texts = (await async_get_catalogue(hass)).texts[_language(hass, asker, ())]
    return Replies(texts).say("not_understood")


def _language(
    hass: HomeAssistant, asker: Asker, people: Sequence[BackCareConfigEntry]
) -> str:
    """Return the language of the asker, else of the person, else of the home."""
    spoken = (asker.language or "").partition("-")[0].lower()
    if spoken in LANGUAGES:
        return spoken
    if people:
        return people[0].runtime_data.profile.settings.language
    return supported_language(hass.config.language)


def _needs_session(wish: Wish) -> bool:
    """Return if only somebody who trains can be meant."""
    if wish.kind is WishKind.ASK:
        return wish.question in OF_SESSION
    return wish.kind not in (WishKind.START, WishKind.RATE, WishKind.ADAPT)


def _question_back(
    hass: HomeAssistant,
    wish: Wish,
    people: Sequence[BackCareConfigEntry],
    replies: Replies,
) -> str | None:
    """Return what has to be said in another way, None if the wish can be met."""
    if not people:
        return _nobody(hass, wish, replies)
    if wish.kind in SAFE_WISHES:
        return None
    for field, (low, high, key) in _LIMITS.items():
        number = None if wish.kind is WishKind.PAUSE else getattr(wish, field)
        if number is not None and not low <= number <= high:
            duration = replies.duration(high)
            return replies.say(key, low=low, high=high, duration=duration)
    if len(people) > 1:
        names = replies.listed("one_of", (person.title for person in people))
        return replies.say("which_person", names=names)
    return None


def _nobody(hass: HomeAssistant, wish: Wish, replies: Replies) -> str:
    """Return the answer to a wish for somebody who is not there."""
    if wish.kind is WishKind.PAIN:
        return replies.say(EventKey.PAIN_STOP)
    if not (people := async_people(hass)):
        return replies.say("no_person")
    return replies.say(
        "unknown_person",
        name=speakable(wish.person or ""),
        names=replies.listed("all_of", (person.title for person in people)),
    )


def _obey(order: Order) -> str:
    """Do what is wanted of one person; return what to say."""
    try:
        return _HANDLERS[order.wish.kind](order)
    except EngineError as err:
        key = _ANSWERS.get(err.key, err.key)
        if isinstance(err, NoActiveSession) and order.wish.kind is WishKind.PAIN:
            key = EventKey.PAIN_STOP
        values = {name: speakable(text) for name, text in err.placeholders.items()}
        if isinstance(err, UnknownRoutine):
            values["names"] = order.replies.listed("one_of", _offered(order))
        return order.replies.say(
            key if order.replies.knows(key) else EngineError.key, **values
        )


def _offered(order: Order) -> list[str]:
    """Return the names of the routines that come nearest to what was said."""
    said = SequenceMatcher(b=folded(speakable(order.wish.routine or "")))

    def likeness(name: str) -> float:
        """Return how much a name is like it, 0 to 1."""
        said.set_seq1(folded(name))
        return said.ratio()

    ranked = sorted(
        order.controller.profile.library,
        key=lambda item: max(map(likeness, (*item.names.values(), *item.aliases))),
        reverse=True,
    )
    return [item.names[order.language] for item in ranked[:_OFFERED_COUNT]]


type _Handler = Callable[[Order], str]

# What may be wanted: each may raise an EngineError, and then nothing has changed


def _start(order: Order) -> str:
    """Start a session; without speakers of their own the person hears it where they are."""
    wish = order.wish
    speaker = None
    if not order.controller.profile.settings.speakers:
        speaker = async_speaker_near(order.hass, order.asker)
    request = StartRequest(
        routine=(wish.routine or "").strip() or None,
        minutes=wish.minutes,
        level=wish.level,
        side=wish.side if wish.side in (Side.LEFT, Side.RIGHT) else None,
        speakers=(speaker,) if speaker else None,
    )
    said = order.async_command(lambda controller: controller.async_start(request))
    profile = order.controller.profile
    advice = profile.advice_for(request.routine_for(profile), dt_util.utcnow())
    return f"{said} {order.own(advice)}".strip()


def _pause(order: Order) -> str:
    """Pause; nothing goes on by itself, also where somebody said for how long."""
    said = order.async_command(lambda controller: controller.async_pause())
    if order.wish.minutes is None:
        return said
    open_end = order.replies.say("pause_open_end")
    return f"{said} {open_end}".strip()


def is_own_start(scope: Scope, before: SessionSnapshot, now: SessionSnapshot) -> bool:
    """Return if going back an exercise led to the start of the same one.

    Who says "previous exercise" means the one before it.
    """
    return bool(
        scope is Scope.EXERCISE
        and before.phase
        and now.phase
        and now.phase.step_index == before.phase.step_index
        and now.phase_number > 1
    )


def _go_back(order: Order) -> str:
    """Go to the phase before, or to the exercise before."""

    scope = order.wish.scope

    def go_back(controller: SessionController) -> None:
        """From within an exercise, the first time leads to its own start."""
        before = controller.snapshot
        controller.async_previous(scope)
        if is_own_start(scope, before, controller.snapshot):
            controller.async_previous(scope)

    return order.async_command(go_back)


def _repeat(order: Order) -> str:
    """Go to the break before the running set, or to the start of the exercise.

    In a break, it is the set or the exercise before.
    """
    session = order.session
    scope = order.wish.scope
    before = session.timeline.phases[max(session.seen.phase_number - 2, 0)]
    if session.phase.kind.is_work and before.step_index != session.phase.step_index:
        # The exercise begins with this set: the break before it belongs to another one.
        scope = Scope.PHASE
    return order.async_command(lambda controller: controller.async_previous(scope))


def _add_time(order: Order) -> str:
    """Lengthen or shorten the running phase."""
    seconds = order.wish.seconds
    if not seconds:
        return order.replies.say("seconds_missing")
    order.controller.async_add_time(seconds)
    return order.replies.say(
        "time_added" if seconds > 0 else "time_removed",
        duration=order.replies.duration(abs(seconds)),
    )


def _rate(order: Order) -> str:
    """Keep how the running session, or the last one, felt; severe pain ends it."""
    wish, controller = order.wish, order.controller
    told = {Rating.PAIN_DURING: wish.pain, Rating.EFFORT: wish.effort}
    running = controller.running
    last = controller.profile.last_session
    if running:
        told[Rating.PAIN_BEFORE] = wish.pain_now
    elif wish.pain_now is not None:
        if last is None or not _is_next_morning(last.ended_at):
            is_severe = wish.pain_now >= SEVERE_PAIN
            return order.replies.say("high_start" if is_severe else "rate_next_morning")
        told[Rating.PAIN_NEXT_DAY] = wish.pain_now
    elif last is None:
        return order.replies.say("no_session")
    ratings = {key: round(value) for key, value in told.items() if value is not None}
    meaning = ""
    if running:
        running.ratings.update(ratings)
    elif last:
        if assessment := controller.profile.rate(last.session_id, ratings):
            meaning = order.own(assessment.sentence)
        controller.async_tell()
    if max(wish.pain or 0, wish.pain_now or 0) < SEVERE_PAIN:
        return meaning or order.replies.say("rated")
    if running:
        return _HANDLERS[WishKind.PAIN](order)
    return f"{order.replies.say(EventKey.PAIN_STOP)} {meaning}".strip()


def _is_next_morning(ended_at: datetime) -> bool:
    """Return if the back is now as it was the morning after a session."""
    earliest, latest = _NEXT_MORNING
    return earliest <= dt_util.utcnow() - ended_at <= latest


def _reassure(order: Order) -> str:
    """Say what to do when the booklet fell; the session goes on."""
    return order.replies.say("booklet_dropped")


def _ask(order: Order) -> str:
    """Answer a question."""
    if (question := order.wish.question) is None:
        return order.replies.say("question_missing")
    if of_session := OF_SESSION.get(question):
        return of_session(order.session)
    return OF_PERSON[question](order.progress)


def _steered(command: Callable[[SessionController, Wish], object]) -> _Handler:
    """Return what gives a command to the running session."""
    return lambda order: order.async_command(
        lambda controller: command(controller, order.wish)
    )


_HANDLERS: Mapping[WishKind, _Handler] = {
    WishKind.START: _start,
    WishKind.PAUSE: _pause,
    WishKind.RESUME: _steered(lambda controller, _: controller.async_resume()),
    WishKind.SKIP: _steered(lambda controller, wish: controller.async_skip(wish.scope)),
    WishKind.PREVIOUS: _go_back,
    WishKind.REPEAT: _repeat,
    WishKind.EXPLAIN: lambda order: how_to(order.session),
    WishKind.STOP: _steered(lambda controller, _: controller.async_stop()),
    WishKind.PAIN: _steered(
        lambda controller, _: controller.async_stop(StopReason.PAIN)
    ),
    WishKind.ADD_TIME: _add_time,
    WishKind.ADAPT: adapt,
    WishKind.RATE: _rate,
    WishKind.BOOKLET: _reassure,
    WishKind.ASK: _ask,
}
"""What is done for each kind of wish."""

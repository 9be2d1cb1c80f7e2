"""Makes an exercise easier, harder or shorter: at once where that fits, else next time."""

from custom_components.backcare.engine.models import Dose, Exercise, Phase, Variant
from custom_components.backcare.library import folded

from .orders import Order
from .wish import Change

_HARDER_FROM_LEVEL = 5
"""From then on the person may ask for a harder variant (``domain.md`` 4.4, rule P8)."""

_SHORTER_SECONDS = 10.0


def adapt(order: Order) -> str:
    """Change an exercise as it is wanted; return what to say."""
    if order.wish.change is Change.SHORTER:
        return _shorten(order)
    if (exercise := _exercise(order)) is None:
        return order.replies.say("which_exercise")
    later = _later_phases(order, exercise)
    profile = order.controller.profile
    variant_id = later[0].variant_id if later else profile.variant_of(exercise.id)
    current = exercise.variants.get(variant_id or "")
    forms = _forms(exercise, current, order.wish.change)
    if not forms:
        is_harder = order.wish.change is Change.HARDER
        return order.replies.say("no_harder" if is_harder else "no_easier")
    if refusal := _too_early(order, exercise, forms[0]):
        return order.replies.say(refusal)
    # What can be done at once helps most.
    at_once = [form for form in forms if later and _fits(form, current)]
    form_id = form.id if (form := [*at_once, *forms][0]) else None
    if at_once:
        order.running.engine.vary(exercise.id, form_id)
    profile.choose_variant(exercise.id, form_id)
    order.controller.async_tell()
    key = "form_next_set" if at_once else "form_next_time"
    words = order.replies.texts.exercises[exercise.id]
    name = words.variants[form_id].name if form_id else words.spoken
    return order.replies.say(key, exercise=name)


def _forms(
    exercise: Exercise, current: Variant | None, change: Change
) -> list[Variant | None]:
    """Return the forms that are easier or harder than the current one, best first.

    None is the standard form. Two easier ones are not compared with each other.
    """
    easier: list[Variant | None] = []
    harder: list[Variant | None] = []
    for variant in exercise.variants.values():
        (harder if variant.harder else easier).append(variant)
    if change is Change.HARDER:
        if current in easier:
            return [None]
        return harder[harder.index(current) + 1 :] if current else harder
    on_knees = exercise.variants.get(f"{exercise.id}_knees")
    if change is Change.KNEES and on_knees:
        return [on_knees] if current != on_knees else []
    if current is None:
        return easier
    return [None] if current.harder else []


def _too_early(order: Order, exercise: Exercise, form: Variant | None) -> str | None:
    """Return why a form can't be chosen yet, as the key of the answer (rule P8)."""
    if form is None or not form.harder:
        return None
    profile = order.controller.profile
    if profile.level < _HARDER_FROM_LEVEL:
        return "harder_later"
    others = (
        other.variants.get(profile.variant_of(other.id) or "")
        for other in profile.catalogue.exercises.values()
        if other is not exercise
    )
    return "one_harder" if any(one and one.harder for one in others) else None


def _fits(form: Variant | None, current: Variant | None) -> bool:
    """Return if the sets of the session can be done in an easier form as they are."""
    return (
        current is None
        and form is not None
        and not form.harder
        and form.kind is None
        and form.sides is None
        and form.dose == Dose()
    )


def _exercise(order: Order) -> Exercise | None:
    """Return the exercise that is meant: the named one, else the one of the session."""
    profile = order.controller.profile
    if (said := order.wish.exercise) is None:
        running = order.controller.running
        exercise_id = order.session.work.exercise_id if running else ""
        return profile.catalogue.exercises.get(exercise_id)
    return next(
        (
            exercise
            for exercise in profile.catalogue.exercises.values()
            if any(folded(said) == folded(name) for name in _names(order, exercise.id))
        ),
        None,
    )


def _names(order: Order, exercise_id: str) -> list[str]:
    """Return what an exercise is called in any language."""
    texts = order.controller.profile.texts.values()
    words = [text.exercises[exercise_id] for text in texts]
    return [
        exercise_id,
        *(name for word in words for name in (word.name, word.spoken, *word.aliases)),
    ]


def _later_phases(order: Order, exercise: Exercise) -> list[Phase]:
    """Return the sets of an exercise that the session still has after the running one."""
    if order.controller.running is None:
        return []
    return [
        phase for phase in order.session.later_work if phase.exercise_id == exercise.id
    ]


def _shorten(order: Order) -> str:
    """Take a few seconds off the set that runs."""
    if not order.session.phase.kind.is_work:
        return order.replies.say("shorter_in_set")
    order.controller.async_add_time(-_SHORTER_SECONDS)
    return order.replies.say(
        "time_removed", duration=order.replies.duration(_SHORTER_SECONDS)
    )

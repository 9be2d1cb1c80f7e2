"""Reads the exercises, routines, levels and texts from files that anyone can correct."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from custom_components.backcare.const import DOMAIN, LANGUAGES
from custom_components.backcare.engine.errors import InvalidRoutine
from custom_components.backcare.engine.models import (
    Dose,
    Exercise,
    ExerciseKind,
    Level,
    Routine,
    Variant,
)
from custom_components.backcare.engine.routines import parse_routine
from custom_components.backcare.figures import Figures
from custom_components.backcare.figures.parsing import InvalidFigure, parse_figures
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from .reading import CatalogueError, checked, dotted, read, validated
from .schemas import EXERCISES, FIGURES, LEVELS, ROUTINES, TEXTS, placeholders
from .texts import ExerciseText, RoutineText, Texts

FOLDER = Path(__file__).parent

_NEEDED = {
    ExerciseKind.HOLD: ("hold_seconds",),
    ExerciseKind.REPETITIONS: ("repetition_count", "tempo_seconds"),
    ExerciseKind.CONTINUOUS: ("duration_seconds", "cycle_seconds"),
}
"""Fields of a dose without which an exercise would take no time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything that BackCare knows about exercises."""

    exercises: Mapping[str, Exercise]
    equipment: Mapping[str, tuple[str, ...]]
    """What each exercise needs or may use, by exercise."""
    routines: Mapping[str, Routine]
    levels: Mapping[int, Level]
    texts: Mapping[str, Texts]
    """By language."""
    figures: Figures


_LOADED: HassKey[Catalogue] = HassKey(f"{DOMAIN}_catalogue")


async def async_get_catalogue(hass: HomeAssistant) -> Catalogue:
    """Return the catalogue, read from disk the first time.

    Raises CatalogueError.
    """
    if _LOADED not in hass.data:
        hass.data[_LOADED] = await hass.async_add_executor_job(load_catalogue)
    return hass.data[_LOADED]


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Return the catalogue in the folder; blocks, so call it in the executor.

    Raises CatalogueError for the first fault.
    """
    exercise_data = checked(folder, "exercises.yaml", EXERCISES)
    exercises = {key: _exercise(key, item) for key, item in exercise_data.items()}
    routines = {
        key: _routine(key, item, exercises)
        for key, item in checked(folder, "routines.yaml", ROUTINES).items()
    }
    levels = {
        number: Level(number=number, **item)
        for number, item in checked(folder, "levels.yaml", LEVELS).items()
    }
    _check_levels(exercises, routines, levels)
    texts = _texts(folder, exercises, routines)
    return Catalogue(
        exercises=exercises,
        equipment={key: item["equipment"] for key, item in exercise_data.items()},
        routines=routines,
        levels=levels,
        texts=texts,
        figures=_figures(folder, texts),
    )


def _exercise(exercise_id: str, item: Mapping[str, Any]) -> Exercise:
    """Return the exercise that the checked data describe."""
    exercise = Exercise(
        id=exercise_id,
        kind=item["kind"],
        muscle_class=item["muscle_class"],
        sides=item["sides"],
        dose=item["dose"],
        dose_group=item.get("dose_group"),
        limits=item["limits"],
        variants={
            key: Variant(id=key, **variant) for key, variant in item["variants"].items()
        },
    )
    _check_dose(exercise_id, exercise.kind, exercise.dose)
    for key, variant in exercise.variants.items():
        _check_dose(
            f"{exercise_id}.variants.{key}",
            variant.kind or exercise.kind,
            variant.dose.over(exercise.dose),
        )
    return exercise


def _check_dose(path: str, kind: ExerciseKind, dose: Dose) -> None:
    """Raise CatalogueError if the dose leaves open how long the work takes."""
    for name in _NEEDED[kind]:
        if getattr(dose, name) is None:
            raise CatalogueError(
                "exercises.yaml", f"{path}.dose.{name}", f"missing for kind: {kind}"
            )


def _routine(
    routine_id: str, item: Mapping[str, Any], exercises: Mapping[str, Exercise]
) -> Routine:
    """Return the routine that the checked data describe."""
    try:
        return parse_routine(routine_id, item, exercises)
    except InvalidRoutine as err:
        reason = err.placeholders["reason"]
        if type(err) is not InvalidRoutine:
            reason = f"{err.key.replace('_', ' ')} {reason}"
        raise CatalogueError(
            "routines.yaml", f"{routine_id}.{err.placeholders['path']}", reason
        ) from err


def _texts(
    folder: Path, exercises: Mapping[str, Exercise], routines: Mapping[str, Routine]
) -> dict[str, Texts]:
    """Return the texts by language, all as complete as those of the first one."""
    texts: dict[str, Texts] = {}
    models: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        files = {name: f"text/{language}/{name}.yaml" for name in TEXTS}
        raw = {name: read(folder, file) for name, file in files.items()}
        texts[language] = Texts(
            **{
                name: validated(file, raw[name], TEXTS[name])
                for name, file in files.items()
            }
        )
        _check_texts(files, texts[language], exercises, routines)
        for name, file in files.items():
            sentences = dict(_sentences(raw[name]))
            _check_like(file, sentences, models.setdefault(name, sentences))
    return texts


def _figures(folder: Path, texts: Mapping[str, Texts]) -> Figures:
    """Return the pictures: one of each exercise, and of variants that look different."""
    file = "figures.yaml"
    try:
        figures = parse_figures(checked(folder, file, FIGURES))
    except InvalidFigure as err:
        raise CatalogueError(file, err.path, err.reason) from err
    names = {language: _names(item.exercises) for language, item in texts.items()}
    for key in texts[LANGUAGES[0]].exercises:
        if key not in figures:
            raise CatalogueError(file, f"figures.{key}", "missing")
    for key in figures:
        if key not in names[LANGUAGES[0]]:
            raise CatalogueError(file, f"figures.{key}", "unknown id")
    return Figures(
        figures=figures,
        names=names,
        side_words={
            language: {side: words.side_adv for side, words in item.words.sides.items()}
            for language, item in texts.items()
        },
    )


def _names(texts: Mapping[str, ExerciseText]) -> dict[str, str]:
    """Return the names of the exercises and their variants, by id."""
    names = {key: text.name for key, text in texts.items()}
    for text in texts.values():
        for key, variant in text.variants.items():
            names[key] = f"{text.name}: {variant.name}"
    return names


def _check_levels(
    exercises: Mapping[str, Exercise],
    routines: Mapping[str, Routine],
    levels: Mapping[int, Level],
) -> None:
    """Raise CatalogueError if exercises, routines and levels don't fit together."""
    if list(levels) != list(range(1, len(levels) + 1)):
        raise CatalogueError("levels.yaml", "", "the levels don't count up from 1")
    groups: dict[str, str] = {}
    for key, exercise in exercises.items():
        if exercise.dose_group:
            groups.setdefault(exercise.dose_group, key)
    for number, level in levels.items():
        for group in sorted(groups.keys() - level.doses):
            raise CatalogueError(
                "levels.yaml",
                f"{number}.doses.{group}",
                f"missing, but the exercise {groups[group]} asks for it",
            )
        for group in sorted(level.doses.keys() - groups):
            raise CatalogueError(
                "levels.yaml",
                f"{number}.doses.{group}",
                "no exercise has this dose_group",
            )
    for key, routine in routines.items():
        if routine.level_max is not None and routine.level_max not in levels:
            raise CatalogueError(
                "routines.yaml", f"{key}.level_max", "there is no such level"
            )


def _check_texts(
    files: Mapping[str, str],
    texts: Texts,
    exercises: Mapping[str, Exercise],
    routines: Mapping[str, Routine],
) -> None:
    """Raise CatalogueError if the texts don't fit the exercises and routines."""
    file = files["exercises"]
    _check_ids(file, "", texts.exercises, exercises)
    for key, exercise in exercises.items():
        _check_ids(
            file, f"{key}.variants.", texts.exercises[key].variants, exercise.variants
        )
    _check_names(file, texts.exercises)
    file = files["without_booklet"]
    for part, asked in (("exercises", texts.exercises), ("cues", texts.cues)):
        found = getattr(texts.without_booklet, part)
        _check_ids(file, f"{part}.", found, asked.keys() & found)
    file = files["routines"]
    _check_ids(file, "", texts.routines, routines)
    _check_names(file, texts.routines)


def _check_ids(
    file: str, path: str, found: Iterable[str], asked: Iterable[str]
) -> None:
    """Raise CatalogueError if there are not exactly the ids that are asked for."""
    found, asked = list(found), list(asked)
    for key in asked:
        if key not in found:
            raise CatalogueError(file, f"{path}{key}", "the text is missing")
    for key in found:
        if key not in asked:
            raise CatalogueError(file, f"{path}{key}", "unknown id")


def _check_names(file: str, texts: Mapping[str, ExerciseText | RoutineText]) -> None:
    """Raise CatalogueError if two ids can be asked for with the same words."""
    owners: dict[str, str] = {}
    for key, text in texts.items():
        for name in (text.name, *text.aliases):
            if (owner := owners.setdefault(name.casefold(), key)) != key:
                raise CatalogueError(file, key, f"{owner} is called {name} too")


def _check_like(
    file: str, sentences: Mapping[str, str], model: Mapping[str, str]
) -> None:
    """Raise CatalogueError if keys or placeholders differ from the model's."""
    for path, text in model.items():
        if path not in sentences:
            raise CatalogueError(file, path, f"missing; {LANGUAGES[0]} has it")
        if _filled_in(sentences[path]) != _filled_in(text):
            raise CatalogueError(
                file, path, f"not the same placeholders as in {LANGUAGES[0]}: {text}"
            )
    for path in sentences:
        if path not in model:
            raise CatalogueError(file, path, f"{LANGUAGES[0]} does not have it")


def _filled_in(text: str) -> set[str]:
    """Return what a text asks for; both forms of a side are the same question."""
    return {name.removesuffix("_adv") for name in placeholders(text)}


def _sentences(item: Any, path: tuple[Hashable, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield every text with its path; aliases are each language's own."""
    children: Iterable[tuple[Hashable, Any]]
    if isinstance(item, dict):
        children = ((key, value) for key, value in item.items() if key != "aliases")
    elif isinstance(item, list):
        children = enumerate(item)
    else:
        yield dotted(path), item
        return
    for key, value in children:
        yield from _sentences(value, (*path, key))

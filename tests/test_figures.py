"""Tests of the pictures: bodies that could be, in both languages, still and moving."""

from collections.abc import Iterable
from dataclasses import replace
import gzip
from itertools import pairwise
from math import atan2, degrees, dist
from pathlib import Path
import re
import shutil
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
import pytest

from custom_components.backcare.catalogue import FOLDER, CatalogueError, load_catalogue
from custom_components.backcare.catalogue.reading import checked
from custom_components.backcare.catalogue.schemas import FIGURES as SCHEMA
from custom_components.backcare.const import LANGUAGES
from custom_components.backcare.engine.models import ExerciseKind, Side, SideMode
from custom_components.backcare.figures.models import FLOOR, LIMBS, Frame
from custom_components.backcare.figures.parsing import parse_frames
from scripts.figures import TARGET, sheet

CATALOGUE = load_catalogue()
PICTURES = CATALOGUE.figures
FIGURES = PICTURES.figures
FRAMES = parse_frames(checked(FOLDER, "figures.yaml", SCHEMA)["frames"])
MOVING = [key for key, figure in FIGURES.items() if figure.motion]

FORMS = [
    (exercise.id, variant)
    for exercise in CATALOGUE.exercises.values()
    for variant in (None, *exercise.variants)
]
"""Every exercise as it is, and in each of its variants."""

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

LENGTHS = {"elbow": 24, "wrist": 20, "knee": 38, "ankle": 36, "toe": 13}
"""How far a joint is from the one before it (``domain.md`` 2.0)."""
TRUNK = 44
TOLERANCE = 1.5

FORESHORTENED = {
    ("side_plank", "wrist"): "the forearm points at us",
    ("side_plank", "toe"): "the feet point at us",
    ("side_plank_knees", "ankle"): "the shanks point away from us",
    ("supine", "wrist"): "the hands lie across the belly",
    ("transversus", "wrist"): "the hands lie across the belly",
    ("bird_dog", "toe"): "the lifted foot hangs a little sideways",
}
"""What looks shorter than it is, by the beginning of the frame's name, and why."""

STANDS_ON = {
    "plank": ("elbow", "wrist", "toe"),
    "plank_knees": ("elbow", "wrist", "knee"),
    "plank_incline": ("toe",),
    "plank_long_lever": ("elbow", "wrist", "toe"),
    "side_plank": ("elbow", "ankle"),
    "side_plank_knees": ("elbow", "knee"),
    "side_plank_leg_lift": ("elbow", "ankle"),
    "glute_bridge": ("shoulder", "ankle", "toe"),
    "glute_bridge_reps": ("shoulder", "ankle", "toe"),
    "glute_bridge_low": ("shoulder", "ankle", "toe"),
    "glute_bridge_single_leg": ("shoulder", "ankle", "toe"),
    "transversus_activation": ("shoulder", "hip", "ankle", "toe"),
    "belly_breathing": ("shoulder", "hip", "ankle", "toe"),
    "transversus_activation_seated": ("toe",),
    "cat_camel": ("wrist", "knee", "ankle", "toe"),
    "bird_dog_leg": ("wrist",),
    "bird_dog_arm": ("knee", "ankle", "toe"),
    "back_extension_asymmetric": ("hip",),
    "prone_leg_lift": ("shoulder", "hip", "far_knee", "far_toe"),
}
"""What stays on the floor, in figures that stand on the same joints all the time."""
WIDEST = 7
"""How much higher than the others a joint in a wide part of the body is on the floor."""

LIMB_WIDTHS = ("10", "6.5")
"""The lines of legs, and of arms and feet."""

BIRD_DOGS = [key for key in FIGURES if key.startswith("bird_dog")]


def picture(key: str, language: str = "en") -> Element:
    """Return a picture, read back."""
    read: Element = fromstring(PICTURES.draw(key, language))
    return read


def shown(key: str) -> list[Frame]:
    """Return all frames of a figure but that of the mistake."""
    figure = FIGURES[key]
    return [figure.frame, *(frame for frame, _ in figure.motion)]


def animations(key: str) -> list[Element]:
    """Return what moves in a picture."""
    return list(picture(key).iter(f"{SVG}animate"))


def limbs(key: str) -> list[list[tuple[float, float]]]:
    """Return the points of the arms, legs and feet of a picture, on all their way."""
    paths = [
        value
        for path in picture(key).iter(f"{SVG}path")
        for animation in path
        for value in animation.attrib["values"].split(";")
        if path.get("stroke-width") in LIMB_WIDTHS
    ]
    numbers = [[float(number) for number in NUMBER.findall(path)] for path in paths]
    return [list(zip(each[::2], each[1::2], strict=True)) for each in numbers]


def paths(lines: Iterable[Element]) -> list[str | None]:
    """Return where lines are."""
    return [line.get("d") for line in lines]


# What there is


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(("exercise_id", "variant_id"), FORMS)
def test_everything_has_a_picture(
    exercise_id: str, variant_id: str | None, side: Side, language: str
) -> None:
    """Each exercise, variant and side is a picture with a title, and is nothing else."""
    key = PICTURES.key(exercise_id, variant_id, side)
    drawn = picture(key, language)

    assert key in PICTURES.keys
    assert drawn.tag == f"{SVG}svg"
    assert drawn.get("viewBox") == "0 0 240 135"
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == drawn.findtext(f"{SVG}title")
    assert CATALOGUE.texts[language].exercises[exercise_id].name in drawn[0].text
    used = {element.tag.removeprefix(SVG) for element in drawn.iter()}
    assert used <= {"svg", "title", "style", "g", "path", "text", "animate"}
    assert not any("id" in element.attrib for element in drawn.iter())
    assert "url(" not in PICTURES.draw(key, language)


@pytest.mark.parametrize(
    ("exercise_id", "variant_id", "side", "key"),
    [
        ("plank", None, Side.NONE, "plank"),
        ("plank", "plank_knees", Side.NONE, "plank_knees"),
        ("plank", "plank_split", Side.NONE, "plank"),
        ("plank", None, Side.LEFT, "plank"),
        ("side_plank", None, Side.LEFT, "side_plank.left"),
        ("side_plank", "side_plank_knees", Side.RIGHT, "side_plank_knees.right"),
        ("side_plank", "side_plank_split", Side.RIGHT, "side_plank.right"),
        ("side_plank", None, Side.NONE, "side_plank"),
        ("bird_dog", None, Side.ALTERNATING, "bird_dog"),
        ("glute_bridge", "glute_bridge_single_leg", Side.LEFT, None),
    ],
)
def test_key_of_a_picture(
    exercise_id: str, variant_id: str | None, side: Side, key: str | None
) -> None:
    """A variant that looks the same has the picture of its exercise."""
    key = key or f"{variant_id}.{side}"
    assert PICTURES.key(exercise_id, variant_id, side) == key


@pytest.mark.parametrize(
    "key",
    ["", "nothing", "plank.left", "side_plank.", "side_plank.none", "plank_split"],
)
def test_unknown_key(key: str) -> None:
    """What is no picture is not drawn."""
    with pytest.raises(KeyError):
        PICTURES.draw(key, "en")


def test_unknown_exercise() -> None:
    """An exercise that is not there has no picture."""
    with pytest.raises(KeyError):
        PICTURES.key("nothing", None, Side.NONE)


@pytest.mark.parametrize(("exercise_id", "variant_id"), FORMS)
def test_sides_are_those_of_the_exercise(
    exercise_id: str, variant_id: str | None
) -> None:
    """There is a picture of each side where the exercise is done on one side."""
    exercise = CATALOGUE.exercises[exercise_id]
    variant = exercise.variants.get(variant_id or "")
    mode = (variant and variant.sides) or exercise.sides
    is_sided = mode in (SideMode.LEFT_RIGHT, SideMode.HALVES, SideMode.EMPHASIS)
    keys = {PICTURES.key(exercise_id, variant_id, side) for side in Side}
    assert len(keys) == (3 if is_sided else 1)


def test_a_picture_is_drawn_once() -> None:
    """The second time it is the same object."""
    assert PICTURES.draw("plank", "nl") is PICTURES.draw("plank", "nl")


def test_who_has_no_booklet_sees_none() -> None:
    """Neither where the person stands still nor in the motion; nothing else changes."""
    bare = PICTURES.for_booklet(has_booklet=False)
    assert PICTURES.for_booklet(has_booklet=True) is PICTURES
    assert bare.keys == PICTURES.keys
    for key, figure in bare.figures.items():
        frames = [figure.frame, *(frame for frame, _ in figure.motion)]
        assert not any("booklet" in frame for frame in frames)
        has_booklet = "booklet" in FIGURES[key].frame
        assert (figure != FIGURES[key]) == has_booklet
        assert (bare.draw(key, "en") != PICTURES.draw(key, "en")) == has_booklet


@pytest.mark.parametrize("key", PICTURES.keys)
def test_pictures_are_small(key: str) -> None:
    """A routine of them is sent in no time."""
    drawn = PICTURES.draw(key, "en").encode()
    assert len(drawn) < 9000
    assert len(gzip.compress(drawn)) < 1500


def test_the_sheet_is_fresh() -> None:
    """The sheet in the documentation shows these pictures (``scripts/figures``)."""
    assert TARGET.read_text(encoding="utf-8") == sheet(PICTURES)


# Words


@pytest.mark.parametrize(
    ("key", "language", "title"),
    [
        ("plank", "en", "Forearm plank"),
        ("plank", "nl", "Buikplank"),
        ("side_plank.left", "en", "Side plank, left"),
        ("side_plank.right", "nl", "Zijplank, rechts"),
        ("side_plank", "nl", "Zijplank"),
        ("bird_dog_leg", "en", "Bird dog: Leg only"),
        ("plank_knees", "nl", "Buikplank: Buikplank op de knieën"),
    ],
)
def test_title(key: str, language: str, title: str) -> None:
    """A screen reader says what the picture shows."""
    assert picture(key, language).findtext(f"{SVG}title") == title


def test_markup_in_a_name_stays_text() -> None:
    """A name can't become part of the picture."""
    name = """</title><script>alert("1")</script> & 'co'"""
    pictures = replace(PICTURES, names={"en": {"plank": name}})
    drawn = fromstring(pictures.draw("plank", "en"))
    assert drawn.findtext(f"{SVG}title") == drawn.get("aria-label") == name
    assert drawn.find(f".//{SVG}script") is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PICTURES.keys)
def test_letter_of_the_side(key: str, language: str) -> None:
    """A picture of one side has its letter, outside what is mirrored."""
    letters = [text.text for text in picture(key, language).findall(f"{SVG}text")]
    assert letters == {"left": ["L"], "right": ["R"]}.get(key.partition(".")[2], [])


# Bodies


@pytest.mark.parametrize("name", FRAMES)
def test_length_of_limbs(name: str) -> None:
    """Nobody grows or shrinks, but for what points at us."""
    frame = FRAMES[name]
    for limb in LIMBS.values():
        for parent, joint in pairwise(limb):
            kind = joint.rpartition("_")[2]
            length = dist(frame[parent], frame[joint])
            assert length <= LENGTHS[kind] + TOLERANCE, joint
            if not any(
                name.startswith(start) for start, it in FORESHORTENED if it == kind
            ):
                assert length >= LENGTHS[kind] - TOLERANCE, joint


@pytest.mark.parametrize(("start", "kind"), FORESHORTENED)
def test_foreshortened_limbs(start: str, kind: str) -> None:
    """Only what needs it is excepted."""
    lengths = [
        dist(frame[parent], frame[joint])
        for name, frame in FRAMES.items()
        if name.startswith(start)
        for limb in LIMBS.values()
        for parent, joint in pairwise(limb)
        if joint.endswith(kind)
    ]
    assert min(lengths) < LENGTHS[kind] - TOLERANCE


@pytest.mark.parametrize("name", FRAMES)
def test_length_of_the_trunk(name: str) -> None:
    """The trunk has one length, but where the back is wrongly rounded."""
    length = dist(FRAMES[name]["hip"], FRAMES[name]["shoulder"])
    if name == "glute_bridge_wrong":
        assert length > TRUNK + TOLERANCE
    else:
        assert length == pytest.approx(TRUNK, abs=TOLERANCE)


@pytest.mark.parametrize("name", FRAMES)
def test_nothing_sinks_into_the_floor(name: str) -> None:
    """Every joint is above the floor."""
    frame = FRAMES[name]
    assert max(y for key, (_, y) in frame.items() if key != "spine") <= FLOOR


@pytest.mark.parametrize(("key", "joints"), STANDS_ON.items())
def test_what_stands_on_the_floor_stays_there(
    key: str, joints: tuple[str, ...]
) -> None:
    """Hands, feet and what else carries the body don't slide."""
    for joint in joints:
        places = {frame[joint] for frame in shown(key)}
        assert len(places) == 1, joint
        assert places.pop()[1] >= FLOOR - WIDEST, joint


@pytest.mark.parametrize("key", BIRD_DOGS)
def test_trunk_of_the_bird_dog_is_still(key: str) -> None:
    """Only arms and legs move, so that the booklet stays where it is."""
    for name in ("head", "shoulder", "spine", "hip", "booklet"):
        assert len({frame[name] for frame in shown(key)}) == 1, name
    moving = picture(key).find(f".//{SVG}g[@class='moving']")
    assert moving is not None
    animated = {path.get("class") for path in moving if len(path)}
    assert animated <= {"skin", "trousers", "far-skin", "far-trousers"}


def test_bird_dog_shows_both_diagonals() -> None:
    """The left arm goes with the right leg, and then the other way round."""
    reached = [
        {
            joint
            for joint in ("wrist", "ankle", "far_wrist", "far_ankle")
            if frame[joint][1] < 100
        }
        for frame, _ in FIGURES["bird_dog"].motion
    ]
    assert reached == [{"far_wrist", "ankle"}, set(), {"wrist", "far_ankle"}, set()]


def test_the_right_and_the_wrong_bridge() -> None:
    """The right one is straight from the knees to the shoulders, the wrong one is an arc."""
    figure = FIGURES["glute_bridge"]
    right, wrong = figure.frame, figure.wrong
    assert wrong

    def turn(frame: Frame, *joints: str) -> float:
        """Return the angle between two bones that follow each other."""
        first, second = (
            degrees(atan2(frame[b][1] - frame[a][1], frame[b][0] - frame[a][0]))
            for a, b in pairwise(joints)
        )
        return abs(first - second)

    assert turn(right, "knee", "hip", "shoulder") < 1
    assert turn(right, "hip", "spine", "shoulder") < 1
    assert turn(wrong, "hip", "spine", "shoulder") > 30
    assert right["hip"][1] - wrong["hip"][1] == pytest.approx(9)


def test_the_bridges_are_marked_by_form() -> None:
    """One who sees no colours sees a tick and a cross."""
    marks = [
        (path.get("class"), path.get("d"))
        for path in picture("glute_bridge").findall(f"{SVG}path")
    ]
    _, (good, tick), (bad, cross) = marks
    assert (good, bad) == ("good", "bad")
    assert tick != cross


@pytest.mark.parametrize("exercise_id", CATALOGUE.exercises)
def test_figure_of_the_mistake_is_of_the_bridge_only(exercise_id: str) -> None:
    """The other mistakes are told in words."""
    assert bool(FIGURES[exercise_id].wrong) == (exercise_id == "glute_bridge")


@pytest.mark.parametrize("key", [key for key in PICTURES.keys if "." in key])
def test_other_side_is_the_mirror_image(key: str) -> None:
    """Both sides are the same drawing, one of them mirrored."""
    figure_id, _, side = key.partition(".")
    plain, drawn = PICTURES.draw(figure_id, "en"), PICTURES.draw(key, "en")
    person = plain[plain.index("</style>") + len("</style>") : -len("</svg>")]
    mat, person = person[: person.index("/>") + 2], person[person.index("/>") + 2 :]
    if side != FIGURES[figure_id].side:
        person = f'<g transform="matrix(-1 0 0 1 240 0)">{person}</g>'
    assert f"</style>{mat}{person}<text " in drawn


# Motion


def test_holds_stand_still() -> None:
    """What is held doesn't move; breathing and the belly do."""
    still = {
        "plank",
        "plank_knees",
        "plank_incline",
        "plank_long_lever",
        "side_plank",
        "side_plank_knees",
        "side_plank_leg_lift",
        "glute_bridge",
        "glute_bridge_low",
        "glute_bridge_single_leg",
    }
    assert set(FIGURES) - set(MOVING) == still
    for key in still:
        assert not animations(key)
        assert 'class="still"' not in PICTURES.draw(key, "en")


@pytest.mark.parametrize("key", MOVING)
def test_less_motion(key: str) -> None:
    """Who asks for less motion sees the main frame, and behind it where it comes from."""
    drawn = picture(key)
    style = drawn.findtext(f"{SVG}style") or ""
    reduced = style.partition("@media(prefers-reduced-motion:reduce)")[2]
    assert ".backcare-figure .still{display:none}" in style
    assert reduced.startswith(
        "{.backcare-figure .moving{display:none}.backcare-figure .still{display:inline}}"
    )
    still = drawn.find(f".//{SVG}g[@class='still']")
    assert still is not None
    assert still.find(f".//{SVG}animate") is None
    ghost, *person = still
    assert ghost.get("class") == "faint"
    assert paths(ghost) != paths(person)


@pytest.mark.parametrize("key", MOVING)
def test_no_motion(key: str) -> None:
    """What can't play an animation, such as a watch, shows the main frame."""
    drawn = picture(key)
    moving = drawn.find(f".//{SVG}g[@class='moving']")
    still = drawn.find(f".//{SVG}g[@class='still']")
    assert moving is not None
    assert still is not None
    assert paths(moving) == paths(still[1:])


@pytest.mark.parametrize(("exercise_id", "variant_id"), FORMS)
def test_tempo_is_that_of_the_exercise(
    exercise_id: str, variant_id: str | None
) -> None:
    """A repetition takes as long in the picture as in the session."""
    exercise = CATALOGUE.exercises[exercise_id]
    variant = exercise.variants.get(variant_id or "")
    dose = variant.dose.over(exercise.dose) if variant else exercise.dose
    kind = (variant and variant.kind) or exercise.kind
    figure = FIGURES[PICTURES.key(exercise_id, variant_id, Side.NONE)]
    seconds = [seconds for _, seconds in figure.motion]
    if kind is ExerciseKind.REPETITIONS:
        repetition = [part for part in dose.tempo_seconds or () if part]
        sides = 2 if exercise.sides is SideMode.ALTERNATING else 1
        assert seconds == repetition * sides
    elif kind is ExerciseKind.CONTINUOUS:
        assert sum(seconds) == dose.cycle_seconds
    elif figure.arrow and not (variant and variant.sides):
        assert sum(seconds[:2]) == dose.hold_seconds
        assert sum(seconds[2:]) == dose.release_seconds


@pytest.mark.parametrize("key", MOVING)
def test_animations_can_be_played(key: str) -> None:
    """Each goes round in steps that a browser can draw: one shape, times that rise."""
    found = animations(key)
    assert found
    for animation in found:
        values = animation.attrib["values"].split(";")
        times = [float(moment) for moment in animation.attrib["keyTimes"].split(";")]
        splines = animation.attrib["keySplines"].split(";")
        assert len(values) == len(times) == len(splines) + 1
        assert values[0] == values[-1]
        assert len({NUMBER.sub("", value) for value in values}) == 1
        assert (times[0], times[-1]) == (0, 1)
        assert all(before < after for before, after in pairwise(times))
        for spline in splines:
            numbers = [float(number) for number in spline.split()]
            assert len(numbers) == 4
            assert all(0 <= number <= 1 for number in numbers)
    assert {animation.get("dur") for animation in found} == {
        f"{sum(seconds for _, seconds in FIGURES[key].motion):g}s"
    }


@pytest.mark.parametrize("key", BIRD_DOGS)
def test_limbs_keep_their_length_on_the_way(key: str) -> None:
    """A leg that is stretched turns about the hip; it is not pulled."""
    arm = (LENGTHS["elbow"], LENGTHS["wrist"])
    leg = (LENGTHS["knee"], LENGTHS["ankle"])
    found = [limb for limb in limbs(key) if len(limb) == 3]
    assert found
    for upper, middle, lower in found:
        bones = (dist(upper, middle), dist(middle, lower))
        assert pytest.approx(bones, abs=TOLERANCE) in (arm, leg)


@pytest.mark.parametrize("key", [key for key in MOVING if limbs(key)])
def test_feet_stay_above_the_floor_on_the_way(key: str) -> None:
    """A foot that turns while it slides doesn't sink."""
    assert all(y <= FLOOR for limb in limbs(key) for _, y in limb)


def test_pause_is_in_the_middle() -> None:
    """The cat-camel with a stop stays two seconds in the middle of each round."""
    motion = FIGURES["cat_camel_pause"].motion
    stops = [
        seconds
        for (before, _), (after, seconds) in pairwise(motion)
        if before == after == FRAMES["cat_camel_neutral"]
    ]
    assert sum(stops) == 2


# Colours


@pytest.mark.parametrize("key", PICTURES.keys)
def test_every_colour_is_there_on_light_and_on_dark(key: str) -> None:
    """Each has a name that a page may set, and is a different one on dark."""
    drawn = picture(key)
    style = drawn.findtext(f"{SVG}style") or ""
    rules = re.findall(
        r"\.([\w-]+)\{color:var\(--backcare-figure-([\w-]+),(#\w+)\)\}", style
    )
    used = {path.attrib["class"] for path in drawn.iter(f"{SVG}path")}
    for colour in used:
        light, dark = (
            value for name, custom, value in rules if name == custom == colour
        )
        assert light != dark
    assert len(rules) >= 2 * len(used)
    assert style.index("prefers-color-scheme:dark") < style.rindex("{color:")


@pytest.mark.parametrize("key", PICTURES.keys)
def test_style_is_kept_to_the_picture(key: str) -> None:
    """In a page with others, a picture changes nothing but itself."""
    style = picture(key).findtext(f"{SVG}style") or ""
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"@media\([^)]*\)\{", "", style))
    assert selectors
    assert all(selector.startswith(".backcare-figure") for selector in selectors)


# What is refused


@pytest.mark.parametrize(
    ("old", "new", "path", "reason"),
    [
        ("{like: plank,", "{like: plonk,", "frames.plank_right_leg.like", "no plonk"),
        ("head: [195, 100.4], ", "", "frames.plank.head", "missing"),
        ("head: [195, 100.4]", "head: [195]", "frames.plank.head", "[x, y]"),
        ("head: [195, 100.4]", "head: [195, 500]", "frames.plank.head", "0 to 135"),
        ("head: [195, 100.4]", "tail: [195, 100.4]", "frames.plank.tail", ""),
        (
            "body: prone, frame: plank}",
            "body: prone, frame: x}",
            "figures.plank.frame",
            "no frame x",
        ),
        (
            "body: prone, frame: plank}",
            "body: lazy, frame: plank}",
            "figures.plank.body",
            "",
        ),
        ("side: left}", "side: alternating}", "figures.side_plank.side", ""),
        ("  plank: {body", "  plonk: {body", "figures.plank", "missing"),
        (
            "  plank_knees: {body",
            "  plank_elbows: {body",
            "figures.plank_elbows",
            "unknown",
        ),
        (
            "[plank_right_leg, 1]",
            "[plank_right_leg]",
            "figures.plank_leg_lift.motion[0]",
            "seconds",
        ),
        (
            "[plank_right_leg, 1]",
            "[plank_right_leg, 0]",
            "figures.plank_leg_lift.motion[0]",
            "0.1",
        ),
        (
            "[plank_right_leg, 1]",
            "[seated, 1]",
            "figures.plank_leg_lift.motion[0]",
            "other points",
        ),
        (
            "wrong: glute_bridge_wrong}",
            "wrong: x}",
            "figures.glute_bridge.wrong",
            "no frame x",
        ),
        (
            "frame: transversus_active\n",
            "frame: supine\n",
            "figures.transversus_activation.arrow",
            "belly",
        ),
    ],
)
def test_fault_is_named(
    tmp_path: Path, old: str, new: str, path: str, reason: str
) -> None:
    """A fault is reported with its place in the file and the reason."""
    folder = tmp_path / "catalogue"
    shutil.copytree(
        FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    file = folder / "figures.yaml"
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)

    assert (caught.value.file, caught.value.path) == ("figures.yaml", path)
    assert reason in caught.value.reason

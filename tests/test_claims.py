"""Tests that nothing we ship claims what software must not claim (``domain.md`` 5.5)."""

from collections.abc import Iterator
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parents[1]
BACKCARE = ROOT / "custom_components" / "backcare"

SHIPPED = (
    *BACKCARE.glob("catalogue/**/*.yaml"),
    *BACKCARE.glob("translations/*.json"),
    *BACKCARE.glob("*.yaml"),
    *BACKCARE.glob("*.json"),
    BACKCARE / "llm.py",
    *ROOT.glob("*.md"),
    *ROOT.glob("*.json"),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("blueprints/**/*.yaml"),
    *ROOT.glob("frontend/src/strings/*.ts"),
    *ROOT.glob("demo/**/*.yaml"),
)
"""Every file with words for people."""

CLAIMS = {
    "diagnosis": r"diagnos(e|is|es|ed|ing)\b|diagnosti(ceer|ceren|ceert|sch)\b"
    r"|(inflamed|damaged|slipped|worn|versleten|ontstoken|beschadigde) (disc|tussenwervel)",
    "treatment": r"treat(s|ed|ing|ment|ments)?\b|therap(y|ies|eutic|ie|ieën|eutisch)\b"
    r"|behandel(t|en|ing|ingen)?\b"
    r"|medical device|medisch hulpmiddel",
    "cure": r"cur(e|es|ed|ing)\b|heal(s|ed|ing)?\b|remed(y|ies)\b"
    r"|gene(es|est|ezen|zing)\b|gezond maken",
    "prevention": r"prevent(s|ed|ing|ion|ive)?\b|protects? (you|your back)"
    r"|voorkom(t|en)?\b|preventie(f|ve)?\b|bescherm(t|en)? (je|jouw) rug",
    "relief": r"reliev(e|es|ed|ing)\b|relief\b|(less|reduces?|ends?) (your )?(back )?pain\b"
    r"|pain[- ]free\b|verlicht(en|ing)?\b|pijnvrij\b|pijnloos\b"
    r"|(minder|vermindert|geen) (rug)?pijn (meer|door|na|dankzij)",
    "prediction": r"predict(s|ed|ing|ion|ions)?\b|guarantee[sd]?\b|garande(er|ert|ren)\b"
    r"|gegarandeerd\b|voorspel(t|len|ling)?\b"
    r"|(35|75) ?(%|percent|procent)",
    "proof": r"(clinically|scientifically|medically) (proven|tested|validated)"
    r"|proven\b|(klinisch|wetenschappelijk|medisch) (bewezen|getest|onderbouwd)"
    r"|bewezen\b",
    "superiority": r"(the )?best (back )?(exercises?|training|programme|routine)s?\b"
    r"|(de )?beste (rug)?(oefening(en)?|training(en)?|programma)\b",
    "safe for all": r"safe for (everyone|everybody|anyone|all)\b|completely safe\b"
    r"|veilig voor (iedereen|elke rug|alle)\b|volkomen veilig\b",
    "endorsement": r"(physio(therapist)?s?|doctors?|GPs?|medically)[- ]"
    r"(approved|recommended|certified)|(approved|recommended|endorsed) by"
    r"|(goedgekeurd|aanbevolen|aangeraden) door|McGill\b|NHS\b|NHG\b|NICE guideline"
    r"|KNGF\b|FIT\.nl\b",
    "blame": r"(weak core|weak (belly|back)|tilted pelvis|(bad|poor|wrong) posture)\b"
    r"|zwakke (core|rug|rompspieren)\b|(scheef|gekanteld) bekken\b|slechte houding\b",
    "pain is damage": r"pain (means|is a sign of|shows) (damage|injury|harm)"
    r"|pijn (betekent|is een teken van|wijst op) (schade|letsel)"
    r"|must not feel (any )?pain|mag geen (enkele )?pijn",
}
"""What is claimed, and the words that claim it, English and Dutch."""

ALLOWED = (
    "do not replace an examination or treatment",
    "vervangen geen onderzoek of behandeling",
    "Don't diagnose",
    "texts don't diagnose",
    (
        "In one small study of 39 people after a first episode, 35 percent of those who "
        "trained had new complaints within two to three years, against 75 percent"
    ),
    (
        "In een klein onderzoek bij 39 mensen na een eerste rugpijnperiode kreeg 35 "
        "procent van de oefenaars binnen twee tot drie jaar opnieuw klachten, tegen 75 "
        "procent"
    ),
)
"""Words that claim the contrary, and the study as ``domain.md`` 1.4 lets it be told."""

PATTERNS = {
    claim: re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)
    for claim, words in CLAIMS.items()
}


def claims(text: str) -> Iterator[tuple[str, str]]:
    """Yield each claim in a text, with some words around it."""
    text = " ".join(text.replace(r"\n", " ").split())
    for allowed in ALLOWED:
        text = text.replace(allowed, "")
    for claim, pattern in PATTERNS.items():
        for found in pattern.finditer(text):
            yield claim, text[max(found.start() - 40, 0) : found.end() + 40]


@pytest.mark.parametrize(
    "path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_nothing_is_claimed(path: Path) -> None:
    """No file promises, diagnoses or borrows a name."""
    assert list(claims(path.read_text(encoding="utf-8"))) == []


def test_all_words_for_people_are_read() -> None:
    """The places where words stand are where this test looks for them."""
    names = {path.relative_to(ROOT).as_posix() for path in SHIPPED}
    assert {
        "README.md",
        "CHANGELOG.md",
        "docs/benchmarks.md",
        "custom_components/backcare/manifest.json",
        "custom_components/backcare/services.yaml",
        "custom_components/backcare/translations/nl.json",
        "custom_components/backcare/catalogue/text/en/cards.yaml",
        "custom_components/backcare/catalogue/text/nl/safety.yaml",
        "frontend/src/strings/en.ts",
    } <= names


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("BackCare treats back pain.", "treatment"),
        ("Een behandeling voor thuis.", "treatment"),
        ("It diagnoses your back.", "diagnosis"),
        ("You have inflamed discs.", "diagnosis"),
        ("Je hebt een versleten tussenwervelschijf.", "diagnosis"),
        ("Exercises that cure your back.", "cure"),
        ("Zo geneest je rug.", "cure"),
        ("Training prevents back pain.", "prevention"),
        ("Voorkom rugpijn.", "prevention"),
        ("For relief of pain.", "relief"),
        ("Pain-free in twelve weeks.", "relief"),
        ("Minder rugpijn door training.", "relief"),
        ("35% instead of 75% have new complaints.", "prediction"),
        ("Resultaat gegarandeerd.", "prediction"),
        (r"\nClinically proven.", "proof"),
        ("Wetenschappelijk\nonderbouwd.", "proof"),
        ("The best exercises for your back.", "superiority"),
        ("De beste rugoefeningen.", "superiority"),
        ("Safe for everyone.", "safe for all"),
        ("Veilig voor iedereen.", "safe for all"),
        ("Physio-approved.", "endorsement"),
        ("Aanbevolen door fysiotherapeuten.", "endorsement"),
        ("The McGill Big Three.", "endorsement"),
        ("Volgens de NHG-standaard.", "endorsement"),
        ("Your weak core is the cause.", "blame"),
        ("Dat komt door je slechte houding.", "blame"),
        ("Pain means damage.", "pain is damage"),
        ("Pijn betekent schade.", "pain is damage"),
    ],
)
def test_a_planted_claim_is_found(sentence: str, claim: str) -> None:
    """In either language, in the middle of a text, over the end of a line or after it."""
    text = f"Get ready for the plank. {sentence} Then rest."
    assert {found for found, _ in claims(text)} == {claim}


@pytest.mark.parametrize(
    "sentence",
    [
        "BackCare guides exercises and keeps track of them.",
        "Your pain score is 2 points higher; we take a step back.",
        "Download the diagnostics.",
        "De diagnosegegevens bevatten geen namen.",
        "Nothing is sure, and no pain is not a goal.",
        "The exercises do not replace an examination or treatment.",
        "Ik handel dat af; de stoel staat op zijn best.",
    ],
)
def test_plain_words_are_no_claim(sentence: str) -> None:
    """The guard does not stand in the way of what may be said."""
    assert list(claims(sentence)) == []

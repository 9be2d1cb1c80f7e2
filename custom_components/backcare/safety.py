"""What is said about warning signs and help (``domain.md`` 5.2), ready to be shown."""

from typing import Any, NamedTuple

from .catalogue.texts import Safety, Texts, WarningSigns
from .cues.wording import EventKey


class Advice(NamedTuple):
    """What to do about severe pain."""

    text: str
    groups: list[dict[str, Any]]
    """The warning signs by urgency: ``urgency``, ``title``, ``action`` and ``signs``."""


def advice(texts: Texts) -> Advice:
    """Return what to do about severe pain, the most urgent signs first."""
    return Advice(
        text=texts.cues[EventKey.PAIN_STOP],
        groups=[
            {
                "urgency": urgency,
                "title": group.title,
                "action": group.action,
                "signs": list(group.signs),
            }
            for urgency, group in texts.safety.warning_signs.items()
        ],
    )


def warning_signs(safety: Safety) -> str:
    """Return the warning signs and whom to call, as Markdown."""
    return "\n\n".join(map(_group, safety.warning_signs.values()))


def professional_first(safety: Safety) -> str:
    """Return who should ask a professional first, as Markdown."""
    first = safety.professional_first
    return f"**{first.title}**\n\n{_bullets(first.reasons)}"


def _group(group: WarningSigns) -> str:
    """Return the signs of one urgency."""
    return f"**{group.title}**\n\n{group.action}\n\n{_bullets(group.signs)}"


def _bullets(lines: tuple[str, ...]) -> str:
    """Return lines as a list."""
    return "\n".join(f"- {line}" for line in lines)

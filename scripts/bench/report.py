"""Puts the figures into tables and words."""

from collections.abc import Callable
from dataclasses import dataclass
import os
import platform

from custom_components.backcare.engine.models import Timeline
from homeassistant.const import __version__ as ha_version

from .footprint import Footprint
from .race import Result

type Figures = tuple[tuple[str, str, Callable[[Result, Result], str]], ...]

LATENESS: Figures = (
    ("phase changes after the plan: median", "", lambda r, _: _ms(r.median)),
    ("phase changes after the plan: p99", "≤ 10 ms", lambda r, _: _ms(r.p99)),
    ("end of the session after the plan", "≤ 10 ms", lambda r, _: _ms(r.drift)),
)
"""What is told of each contestant, the target of BackCare, and how it is found."""

SESSION: Figures = (
    *LATENESS,
    ("state rows", "≤ 200", lambda r, _: str(r.own_rows.total())),
    (
        "state rows of voice, loudspeaker, lamp",
        "",
        lambda r, _: str(r.state_rows.total() - r.own_rows.total()),
    ),
    ("event rows", "", lambda r, _: str(r.event_rows.total())),
    ("statistics rows", "", lambda r, _: str(r.statistics_rows.total())),
    ("growth of the database", "", lambda r, idle: _kib(_bytes(r, idle))),
    ("processor time", "", lambda r, idle: f"{_cpu(r, idle):.2f} s"),
    ("sentences and tones played", "", lambda r, _: str(r.sound_count)),
)

FOOTPRINT: tuple[tuple[str, str, Callable[[Footprint], str]], ...] = (
    ("import of all modules", "≤ 50 ms", lambda f: _ms(f.import_seconds)),
    (
        "set-up of an entry, files read anew",
        "≤ 100 ms",
        lambda f: _ms(f.set_up_seconds),
    ),
    ("set-up of an entry, again", "", lambda f: _ms(f.reload_seconds)),
    ("memory added", "≤ 5 MB", lambda f: f"{f.memory_bytes / 1e6:.1f} MB"),
)

PAGE = """\
# Benchmarks

The figures of

    {command}

on {conditions}

## A session

{session}

Four Home Assistants ran {length} side by side, on one machine and under the same load. Three led a
person through `{routine}` at level {level}, {phase_count} phases, with the voice and the
loudspeaker of the demo home:

- **BackCare**, set up as in the demo home, with speech, tones and a lamp.
- **YAML script**: for each phase a `tts.speak` and a `delay`.
- **timer helpers**: for each phase a timer and an automation that starts the next one and speaks.

The fourth, with **bare timers**, did nothing but wake at each change: nobody can be earlier on this
machine. What it used is taken off the others' processor time and database.

A change of phase counts from where the plan has it, as if the clock had started with the first
phase, to where it can be seen: for BackCare when all its entities show it, for the others when they
speak. It is taken inside the process, on the clock of its event loop. A minus is too early. With
{phase_count} changes the p99 is the worst of them. The loudspeaker fetches each sentence and the
voice answers at once; a real one takes longer.

What they mean:

- BackCare changed phase {p99} after its plan at worst, a bare timer {bare_p99}, and the whole
  session ended {drift} after it. A phase ends a fixed time after the end of the one before, so
  nothing adds up.
- The script ended {script_drift}: a delay begins when the sentence before it has been handed over,
  and each of these moments stays in the sum.
- The timer helpers ended {timers_drift}: a timer helper drops the part of a second in which it was
  started, here a half, so that the first phase is that much short. It has no moments between its
  start and its end: nothing counts down or says that half is done.
- BackCare wrote {rows} state rows, {rows_per_phase:.1f} for each phase, and the timer helpers
  {timers_rows}. The script wrote {script_rows}, as nobody can see where it is.
- BackCare took {cpu} of processor time, {cpu_share:.2f} % of one core: {sound_cpu} for each of its
  {sound_count} sentences and tones. The script took {script_sound_cpu} for each of its
  {script_sound_count}. Making the sound is in all of these.

BackCare's state rows:

{rows_table}

## A session with a broken speaker

{faults}

The same session, at the same time, in two more homes: at each of its sounds the loudspeaker hung for
a minute, or raised an error.

## At rest

{footprint}

- Import: every module of BackCare, in a fresh process that has imported all of Home Assistant that
  they need. Median of {samples}.
- Set-up: of an entry in a running Home Assistant, median of {samples}; anew, it reads exercises,
  routines and texts from disk as after a restart.
- Memory: what a Home Assistant with an entry takes more than one without, both fresh. Median of
  {pairs} pairs.
"""


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that one run of the benchmark found."""

    command: str
    timeline: Timeline
    results: list[Result]
    """Of BackCare, the script, the timer helpers and the home with bare timers."""
    faults: list[Result]
    """Of BackCare with a loudspeaker that does not work."""
    other_load: float
    """Cores that other programs kept busy meanwhile."""
    footprint: Footprint

    def text(self) -> str:
        """Return the tables for a terminal."""
        tables = [
            self._session(),
            self._faults(),
            self._footprint(),
            self._rows(),
            self._conditions(),
        ]
        return "\n\n".join(tables)

    def page(self) -> str:
        """Return the page of the documentation."""
        backcare, script, timers, idle = self.results
        minutes, seconds = divmod(round(self.timeline.total_seconds), 60)
        return PAGE.format(
            command=self.command,
            conditions=self._conditions(),
            length=f"{minutes}:{seconds:02}",
            routine=self.timeline.routine_id,
            level=self.timeline.level,
            phase_count=len(self.timeline.phases),
            session=self._session(),
            p99=_ms(backcare.p99),
            bare_p99=_ms(idle.p99),
            drift=_ms(backcare.drift),
            script_drift=_after_plan(script.drift),
            timers_drift=_after_plan(timers.drift),
            rows=backcare.own_rows.total(),
            rows_per_phase=backcare.own_rows.total() / len(self.timeline.phases),
            script_rows=script.own_rows.total(),
            timers_rows=timers.own_rows.total(),
            cpu=f"{_cpu(backcare, idle):.2f} s",
            cpu_share=_cpu(backcare, idle) / self.timeline.total_seconds * 100,
            sound_cpu=_ms(_cpu(backcare, idle) / backcare.sound_count),
            sound_count=backcare.sound_count,
            script_sound_cpu=_ms(_cpu(script, idle) / script.sound_count),
            script_sound_count=script.sound_count,
            rows_table=self._rows(),
            faults=self._faults(),
            footprint=self._footprint(),
            samples=self.footprint.sample_count,
            pairs=self.footprint.pair_count,
        )

    def _session(self) -> str:
        """Return the table of the session."""
        return self._compared(self.results, SESSION)

    def _faults(self) -> str:
        """Return the table of the sessions with a broken speaker."""
        return self._compared(self.faults, LATENESS)

    def _compared(self, results: list[Result], figures: Figures) -> str:
        """Return a table with a column for each contestant."""
        idle = self.results[-1]
        return table(
            ("", *(result.name for result in results), "target"),
            *(
                (name, *(text(result, idle) for result in results), target)
                for name, target, text in figures
            ),
        )

    def _footprint(self) -> str:
        """Return the table of what BackCare costs while nobody trains."""
        return table(
            ("", "BackCare", "target"),
            *((name, text(self.footprint), target) for name, target, text in FOOTPRINT),
        )

    def _rows(self) -> str:
        """Return the rows that BackCare's entities wrote."""
        return table(
            ("entity", "rows"),
            *(
                (f"`{entity_id}`", str(count))
                for entity_id, count in self.results[0].own_rows.most_common()
            ),
        )

    def _conditions(self) -> str:
        """Return where this was measured."""
        return f"{machine()} Other programs kept {self.other_load:.2f} cores busy meanwhile."


def machine() -> str:
    """Return what this runs on, as a sentence."""
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return (
        f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}, "
        f"Home Assistant {ha_version}."
    )


def _cpu(result: Result, idle: Result) -> float:
    """Return the processor time that a session took, in seconds."""
    return result.cpu_seconds - idle.cpu_seconds


def _bytes(result: Result, idle: Result) -> int:
    """Return by how much a session made the database grow."""
    return result.database_bytes - idle.database_bytes


def _ms(seconds: float) -> str:
    """Return milliseconds, with a decimal where it matters."""
    milliseconds = seconds * 1000
    digits = 1 if abs(milliseconds) < 100 else 0
    return f"{milliseconds:,.{digits}f} ms"


def _kib(count: int) -> str:
    """Return bytes as KiB."""
    return f"{count / 1024:,.0f} KiB"


def _after_plan(seconds: float) -> str:
    """Return in words how far from its plan something happened."""
    return f"{abs(seconds):.2f} s too {'late' if seconds > 0 else 'early'}"


def table(*rows: tuple[str, ...]) -> str:
    """Return an aligned table, as Markdown has it: words left, figures right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *body = (
        "| "
        + " | ".join(
            text.rjust(width) if index else text.ljust(width)
            for index, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in rows
    )
    rule = "".join(
        f"|{'-' * (width + 1)}{':' if index else '-'}"
        for index, width in enumerate(widths)
    )
    return "\n".join([head, f"{rule}|", *body])

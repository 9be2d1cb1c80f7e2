"""Runs the demo home, and shows a session in the terminal."""

from argparse import ArgumentParser, Namespace
import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
import shutil
import signal
import sys

from yarl import URL

from scripts.home import (
    EXIT_TO_RESTART,
    PASSWORD,
    SAFE,
    USER,
    Connection,
    Home,
    HomeError,
    Json,
    is_free,
)

FOLDER = Path(__file__).parents[1] / ".cache" / "demo"
INTERRUPTED = 130
"""What a program returns that was stopped with Ctrl-C."""

DASHBOARD = "back-care"

ANSWERS: dict[str, Json] = {
    "user": {
        "name": "Back care",
        "speakers": ["media_player.demo_speaker"],
        "speech_engine": "tts.demo_voice",
        "lights": ["light.mat_lamp"],
    },
    **SAFE,
}
"""What the demo person says when BackCare is added."""

OPTIONS: dict[str, Json] = {
    "plan": {"when": {"schedule": "schedule.back_care"}},
    "practice": {"is_on": True},
}
"""The weekly plan and the seated practice of the demo person, by form."""

MOMENTS = (
    "session_started",
    "phase_started",
    "halfway_reached",
    "session_paused",
    "session_resumed",
    "session_finished",
    "session_cancelled",
)
"""The triggers of BackCare that make a line."""

ENDS = {"session_finished", "session_cancelled"}
LAST_WORDS_SECONDS = 5


async def add_back_care(home: Home) -> str:
    """Add BackCare as a person would, unless it is there; return the entry's id."""
    entries = await home.get("api/config/config_entries/entry?domain=backcare")
    if entries:
        return str(entries[0]["entry_id"])
    added = await home.add("backcare", ANSWERS)
    await home.connection.ask(
        "frontend/set_system_data", key="core", value={"default_panel": DASHBOARD}
    )
    return str(added["result"]["entry_id"])


async def plan_weeks(home: Home) -> None:
    """Add BackCare with a weekly plan; what is there stays as the person made it."""
    is_there = await home.get("api/config/config_entries/entry?domain=backcare")
    entry_id = await add_back_care(home)
    if not is_there:
        for form, answers in OPTIONS.items():
            await home.change_options(entry_id, form, **answers)


class Score:
    """Prints a session line by line: when, what, and how late."""

    def __init__(self) -> None:
        """Begin with the first moment that is shown."""
        self._started_at: datetime | None = None
        self._latest_ms = 0

    def show(self, heard: Json) -> str | None:
        """Print what was heard; return the type of the moment, if it is one."""
        now = datetime.now(UTC)
        if "variables" not in heard:
            if self._started_at:
                self._show_action(heard["data"], now)
            return None
        moment = heard["variables"]["trigger"]
        due_at = datetime.fromisoformat(moment["due_at"])
        self._started_at = self._started_at or due_at
        late_ms = round((now - due_at).total_seconds() * 1000)
        self._latest_ms = max(self._latest_ms, late_ms)
        self._show_moment(moment, due_at, late_ms)
        return str(moment["event_type"])

    def _show_moment(self, moment: Json, due_at: datetime, late_ms: int) -> None:
        """Print a moment of the session."""
        match moment["event_type"]:
            case "phase_started":
                sets = f"set {moment['set_number']}/{moment['set_count']}"
                side = "" if moment["side"] == "none" else f", {moment['side']}"
                self._line(
                    due_at,
                    moment["phase"].replace("_", " "),
                    f"{moment['exercise_name']}, {sets}{side}, "
                    f"{moment['duration']:g} s",
                    f"+{late_ms} ms",
                )
            case "session_finished" | "session_cancelled" as end:
                self._line(
                    due_at,
                    end.removeprefix("session_"),
                    f"{moment['completed']:.0%} of the sets, "
                    f"never more than {self._latest_ms} ms late",
                )
            case "session_started":
                pass
            case other:
                self._line(due_at, other, "")

    def _show_action(self, action: Json, now: datetime) -> None:
        """Print what a speaker or a light is asked to do."""
        data = action["service_data"]
        match f"{action['domain']}.{action['service']}":
            case "media_player.play_media" if media_id := data.get("media_content_id"):
                address = URL(media_id)
                if said := address.query.get("message"):
                    self._line(now, "say", f"“{said}”")
                else:
                    self._line(now, "tone", address.name)
            case "light.turn_on" | "light.turn_off":
                what = action["service"].replace("_", " ")
                how = (f"{k} {v}" for k, v in data.items() if k != "entity_id")
                self._line(now, "light", ", ".join((what, *how)))

    def _line(self, at: datetime, what: str, text: str, note: str = "") -> None:
        """Print a line."""
        assert self._started_at
        seconds = round((at - self._started_at).total_seconds())
        clock = f"{seconds // 60:02}:{seconds % 60:02}"
        print(f"{clock}  {what:<12}{text:<64}{note:>8}".rstrip(), flush=True)


async def show_session(connection: Connection, routine: str) -> bool:
    """Start a routine and print it to its end; return if it was finished."""
    session = (await connection.states()).get("sensor.back_care_session", {})
    if session.get("state") in ("active", "paused"):
        print("Stopping the session of last time.")
        await connection.action("backcare.stop_session")
    heard = await connection.subscribe("subscribe_events", event_type="call_service")
    await connection.subscribe(
        "subscribe_trigger",
        queue=heard,
        trigger=[{"trigger": f"backcare.{moment}"} for moment in MOMENTS],
    )
    plan = await connection.action(
        "backcare.start_routine", returns=True, routine=routine
    )
    minutes, seconds = divmod(round(plan["total_seconds"]), 60)
    print(
        f"{plan['name']}: {minutes}:{seconds:02}, {plan['phase_count']} phases, "
        f"level {plan['level']}\n",
        flush=True,
    )
    score = Score()
    try:
        while (moment := score.show(await heard.get())) not in ENDS:
            pass
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS_SECONDS):
                while True:
                    score.show(await heard.get())
    except asyncio.QueueShutDown:
        raise HomeError("Home Assistant stopped during the session") from None
    return moment == "session_finished"


async def run(options: Namespace) -> int:
    """Run the demo home until it, the session or the person ends it."""
    task = asyncio.current_task()
    assert task
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    if options.fresh:
        shutil.rmtree(options.folder, ignore_errors=True)
    async with Home(options.folder, options.port) as home:
        print("Starting Home Assistant …", flush=True)
        connection = await home.start()
        await plan_weeks(home)
        print(
            f"\n  {home.url}{DASHBOARD}\n"
            f"  user {USER}, password {PASSWORD}\n"
            f"  log  {home.log}\n"
            "  Ctrl-C stops everything.\n",
            flush=True,
        )
        if options.run is not None:
            finished = await show_session(connection, options.run)
            if options.exit_when_done:
                return 0 if finished else 1
        while (code := await home.wait()) == EXIT_TO_RESTART:
            print("Starting Home Assistant again …", flush=True)
            await home.start()
        return code


def main() -> int:
    """Read the command line and return the exit code."""
    parser = ArgumentParser("scripts/develop", description="Runs the demo home.")
    parser.add_argument("--run", metavar="ROUTINE", help="start this routine at once")
    parser.add_argument("--port", type=int, default=8123, help="default: 8123")
    parser.add_argument("--fresh", action="store_true", help="begin with a new home")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where it is kept")
    parser.add_argument(
        "--exit-when-done", action="store_true", help="stop after the session of --run"
    )
    options = parser.parse_args()
    if not is_free(options.port):
        print(
            f"Port {options.port} is in use. Choose another one with --port.",
            file=sys.stderr,
        )
        return 1
    try:
        return asyncio.run(run(options))
    except HomeError as err:
        print(err, file=sys.stderr)
        return 1
    except asyncio.CancelledError:
        print("Stopped.", flush=True)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())

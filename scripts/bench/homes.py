"""A Home Assistant for the benchmark: a lean one with the demo home's voice and loudspeaker."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
import sqlite3
from typing import override

import yaml

from scripts.demo_home import add_back_care
from scripts.home import Home, link_component

from .rivals import Yaml

PROBE = Path(__file__).parent / "probe"

LEAN: Yaml = {
    "homeassistant": {"name": "Benchmark", "time_zone": "Europe/Amsterdam"},
    "logger": {"default": "warning"},
    # What a usual home has too. The kinds of entity that BackCare adds are set up already, so that
    # only its own work is counted.
    **dict.fromkeys(
        (
            *(
                "frontend",
                "history",
                "logbook",
                "conversation",
                "media_source",
                "script",
            ),
            *(
                "assist_satellite",
                "binary_sensor",
                "button",
                "calendar",
                "event",
                "image",
            ),
            *("light", "media_player", "select", "sensor", "switch", "timer", "tts"),
        )
    ),
    "demo_home": None,
    "probe": None,
}


@dataclass
class BenchHome(Home):
    """A home with the probe in it."""

    configuration: Yaml = field(default_factory=dict)

    @override
    def _fill_folder(self) -> None:
        """Write a configuration of our own and link the probe."""
        components = self.folder / "custom_components"
        components.mkdir(parents=True, exist_ok=True)
        (self.folder / "configuration.yaml").write_text(
            yaml.safe_dump(LEAN | self.configuration, sort_keys=False)
        )
        link_component(PROBE, components)
        super()._fill_folder()

    async def add_backcare(self) -> None:
        """Set up the demo person, who has the demo voice, loudspeaker and a lamp.

        They know the exercises: nothing is explained, and a session has its plain length.
        """
        entry_id = await add_back_care(self)
        await self.change_options(entry_id, speech={"guided": False})

    # What the recorder wrote

    def rows(self, query: str, span: tuple[float, float]) -> Counter[str]:
        """Return how many rows a query finds by name, between two moments."""
        with closing(self._database()) as database:
            return Counter(dict(database.execute(query, span).fetchall()))

    def database_bytes(self) -> int:
        """Return the size of the database, in whole pages."""
        with closing(self._database()) as database:
            return int(
                database.execute(
                    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
                ).fetchone()[0]
            )

    def _database(self) -> sqlite3.Connection:
        """Open the database to read."""
        file = self.folder / "home-assistant_v2.db"
        return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)

"""Media players as people have them, each with a loudspeaker of its own."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
import os
from pathlib import Path

from scripts.home import free_port

from .parts import ADDRESS, Part, listens, program, ready
from .pulse import Pulse

VLC_PASSWORD = "house"
NOBODY = 65534


@asynccontextmanager
async def mpd(folder: Path, pulse: Pulse, name: str) -> AsyncGenerator[Part]:
    """Run the Music Player Daemon."""
    output = f'type "pulse"\n  name "{name}"\n  sink "{name}"'
    async with _mpd(folder, pulse, name, output) as part:
        yield part


@asynccontextmanager
async def snapcast(folder: Path, pulse: Pulse, name: str) -> AsyncGenerator[Part]:
    """Run a Snapcast server with one client, behind a Music Player Daemon that feeds it."""
    port, control_port = free_port(), free_port()
    fifo = folder / f"{name}.fifo"
    os.mkfifo(fifo)
    configuration = folder / f"{name}-server.conf"
    # Without new sound the server sends silence, by default for 2 s only. A sound that begins
    # just then finds the client out of step, and is cut.
    configuration.write_text(
        f"[http]\nenabled = false\n[tcp]\nport = {control_port}\n"
        f"[server]\ndatadir = {folder}\n"
        f"[stream]\nport = {port}\n"
        f"source = pipe://{fifo}?name={name}&sampleformat=48000:16:2"
        "&dryout_ms=600000\n"
    )
    output = f'type "fifo"\n  name "{name}"\n  path "{fifo}"\n  format "48000:16:2"'
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(
            program(
                folder / f"{name}-server.log",
                *("snapserver", "--config", configuration),
            )
        )
        await ready(server, lambda: listens(port))
        await stack.enter_async_context(
            program(
                folder / f"{name}-client.log",
                *("snapclient", "--host", ADDRESS, "--port", str(port)),
                *("--player", "pulse", "--hostID", name),
                environment=pulse.environment(name),
            )
        )
        yield await stack.enter_async_context(_mpd(folder, pulse, name, output))


@asynccontextmanager
async def _mpd(
    folder: Path, pulse: Pulse, name: str, output: str
) -> AsyncGenerator[Part]:
    """Run a Music Player Daemon with this output."""
    port = free_port()
    configuration = folder / f"{name}.conf"
    playlists = folder / f"{name}-playlists"
    playlists.mkdir()
    configuration.write_text(
        f'bind_to_address "{ADDRESS}"\nport "{port}"\nzeroconf_enabled "no"\n'
        f'playlist_directory "{playlists}"\n'
        f"audio_output {{\n  {output}\n}}\n"
    )
    async with program(
        folder / f"{name}.log",
        *("mpd", "--no-daemon", "--stderr", configuration),
        environment=pulse.environment(name),
    ) as process:
        await ready(process, lambda: listens(port))
        yield Part("mpd", {"user": {"host": ADDRESS, "port": port}})


@asynccontextmanager
async def vlc(folder: Path, pulse: Pulse, name: str) -> AsyncGenerator[Part]:
    """Run VLC with its telnet interface; it refuses root."""
    port = free_port()
    home = folder / f"{name}-home"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    async with program(
        folder / f"{name}.log",
        *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
        *("cvlc", "--intf", "telnet", "--telnet-password", VLC_PASSWORD),
        *("--telnet-host", ADDRESS, "--telnet-port", str(port)),
        *("--aout", "pulse", "--no-video", "--no-media-library"),
        environment=pulse.environment(name) | {"HOME": str(home)},
    ) as process:
        await ready(process, lambda: listens(port))
        yield Part(
            "vlc_telnet",
            {"user": {"host": ADDRESS, "port": port, "password": VLC_PASSWORD}},
        )


@asynccontextmanager
async def dlna(folder: Path, pulse: Pulse, name: str) -> AsyncGenerator[Part]:
    """Run a DLNA renderer; it refuses the loopback interface."""
    # It takes no port below this one.
    port = max(free_port(), 49_152)
    async with program(
        folder / f"{name}.log",
        *("gmediarender", "--interface-name", "house", "--port", str(port)),
        *("--friendly-name", name, "--uuid", f"house-{name}"),
        "--gstout-audiosink=pulsesink",
        # One clip in twenty fails at once, and is sent again. With USE_PLAYBIN3 none does,
        # but GStreamer 1.22 locks itself up for good within some hundred clips.
        environment=pulse.environment(name),
    ) as process:
        await ready(process, lambda: listens(port))
        yield Part(
            "dlna_dmr", {"manual": {"url": f"http://{ADDRESS}:{port}/description.xml"}}
        )


@asynccontextmanager
async def squeezelite(folder: Path, pulse: Pulse, name: str) -> AsyncGenerator[Part]:
    """Run a Squeezebox player, which looks for Home Assistant by itself."""
    async with program(
        folder / f"{name}.log",
        *("squeezelite", "-s", ADDRESS, "-n", name, "-m", "02:00:00:00:00:01"),
        *("-o", name),
        # Or it would be two seconds behind.
        environment=pulse.environment(name) | {"PULSE_LATENCY_MSEC": "60"},
    ):
        yield Part("slimproto", {})


PLAYERS = {
    "mpd": mpd,
    "vlc": vlc,
    "dlna": dlna,
    "snapcast": snapcast,
    "squeezelite": squeezelite,
}

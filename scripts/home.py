"""Runs a Home Assistant of its own and talks to it as a browser does."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
import json
from math import inf
import os
from pathlib import Path
import socket
import sys
from time import monotonic, time
from typing import Any, Self

from aiohttp import ClientConnectionError, ClientSession, ClientWebSocketResponse

TEMPLATES = Path(__file__).parents[1] / "demo"
CUSTOM_COMPONENTS = Path(__file__).parents[1] / "custom_components"

HOST = "127.0.0.1"
USER = "demo"
PASSWORD = "back-care"

START_SECONDS = 180
STOP_SECONDS = 30
EXIT_TO_RESTART = 100
"""Home Assistant ends with this code when it wants to be started again."""

type Json = dict[str, Any]

SAFE: dict[str, Json] = {
    "safety": {"warning_signs": "none"},
    "advice": {"consulted": "asked", "agreed": True},
}
"""What somebody says to the safety check of BackCare who may train, by step."""


class HomeError(Exception):
    """Home Assistant did not do what it was asked."""


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Return if nobody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def link(place: Path, original: Path) -> None:
    """Put a link to the original where nothing else is yet."""
    if not place.exists():
        place.unlink(missing_ok=True)
        place.symlink_to(original)


def link_component(original: Path, components: Path) -> None:
    """Put a component into a home that is none of ours elsewhere.

    By the name manifest.json the checks of Home Assistant would find it in the repository.
    """
    folder = components / original.name
    folder.mkdir(exist_ok=True)
    for file in original.glob("*.*"):
        link(folder / file.name.replace(".template", ""), file)


class Connection:
    """A websocket of Home Assistant."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        """Take an opened socket that has been let in."""
        self._socket = socket
        self._ids = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._queues: dict[int, asyncio.Queue[Json]] = {}
        self._reader = asyncio.create_task(self._read())

    async def close(self) -> None:
        """Hang up."""
        self._reader.cancel()
        await self._socket.close()

    async def ask(self, kind: str, **message: Any) -> Any:
        """Send a command and return its result; raises HomeError."""
        return await self._send(next(self._ids), {"type": kind, **message})

    async def subscribe(
        self, kind: str, queue: asyncio.Queue[Json] | None = None, **message: Any
    ) -> asyncio.Queue[Json]:
        """Subscribe and return the queue of what is heard."""
        message_id = next(self._ids)
        queue = self._queues[message_id] = queue or asyncio.Queue()
        await self._send(message_id, {"type": kind, **message})
        return queue

    async def action(self, name: str, returns: bool = False, **data: Any) -> Any:
        """Perform an action; return its response if it has one."""
        domain, _, service = name.partition(".")
        result = await self.ask(
            "call_service",
            domain=domain,
            service=service,
            service_data=data,
            return_response=returns,
        )
        return result.get("response")

    async def states(self) -> dict[str, Json]:
        """Return all states by entity id."""
        return {state["entity_id"]: state for state in await self.ask("get_states")}

    async def _send(self, message_id: int, message: Json) -> Any:
        """Send a message and wait for its answer."""
        answer = self._answers[message_id] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": message_id, **message})
        return await answer

    async def _read(self) -> None:
        """Hand out what comes in, until the other side hangs up."""
        async for frame in self._socket:
            message = json.loads(frame.data)
            answer = self._answers.pop(message["id"], None)
            if message["type"] == "event":
                self._queues[message["id"]].put_nowait(message["event"])
            elif answer and message["success"]:
                answer.set_result(message["result"])
            elif answer:
                answer.set_exception(HomeError(message["error"]["message"]))
        for answer in self._answers.values():
            answer.set_exception(HomeError("Home Assistant hung up"))
        for queue in self._queues.values():
            queue.shutdown()


@dataclass
class Home:
    """A Home Assistant in a folder, with the files of the demo home."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Return where it is."""
        return f"http://{HOST}:{self.port}/"

    @property
    def log(self) -> Path:
        """Return the file in which it tells what happens."""
        return self.folder / "home-assistant.log"

    @property
    def connection(self) -> Connection:
        """Return the connection of the demo user; raises HomeError without one."""
        if self._connection is None:
            raise HomeError("Home Assistant does not run")
        return self._connection

    async def __aenter__(self) -> Self:
        """Prepare the folder."""
        self._http = ClientSession()
        self._connection: Connection | None = None
        self._fresh_until = inf
        self._refresh_token = ""
        self._fill_folder()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave nothing running."""
        await self.stop()
        await self._http.close()

    # The process

    async def start(self) -> Connection:
        """Start it, log in and return when it is ready; raises HomeError."""
        with (self.folder / "console.log").open("wb") as console:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "homeassistant"),
                *("--config", self.folder, "--log-no-color"),
                # Elsewhere it might find another folder of custom components.
                cwd=self.folder,
                env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                # Ctrl-C goes to us alone: we stop it in order.
                start_new_session=True,
            )
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._wait_for_http()
                await self._log_in()
                await self._wait_until_running()
        except TimeoutError:
            raise HomeError(f"Home Assistant took too long: see {self.log}") from None
        return self.connection

    async def stop(self) -> None:
        """Ask it to stop, and wait."""
        if self.process and self.process.returncode is None:
            self.process.terminate()
            with suppress(TimeoutError):
                try:
                    await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
                finally:
                    if self.process.returncode is None:
                        self.process.kill()
        await self._ended()

    async def kill(self) -> None:
        """End it at once, as a power cut does."""
        assert self.process
        self.process.kill()
        await self._ended()

    async def wait(self) -> int:
        """Wait until it ends by itself; return its exit code."""
        assert self.process
        code = await self.process.wait()
        await self._ended()
        return code

    async def _ended(self) -> None:
        """Forget what belonged to the process."""
        if self.process:
            await self.process.wait()
        if self._connection:
            await self._connection.close()
            self._connection = None

    # Talking to it

    async def get(self, path: str) -> Any:
        """Return what is at a path."""
        return await self._request("GET", path)

    async def post(self, path: str, **data: Any) -> Any:
        """Send data to a path and return the answer."""
        return await self._request("POST", path, json=data)

    async def remove(self, entry_id: str) -> None:
        """Remove what was set up."""
        await self._request("DELETE", f"api/config/config_entries/entry/{entry_id}")

    async def add(self, handler: str | list[str], answers: Mapping[str, Json]) -> Json:
        """Set up an integration, or a part of one, as its dialogs ask; raises HomeError.

        The answers are given by step; a step without one is left as it is proposed.
        """
        kind = "flow" if isinstance(handler, str) else "subentries/flow"
        path = f"api/config/config_entries/{kind}"
        step = await self.post(path, handler=handler)
        while step["type"] in ("form", "menu"):
            asked = step["step_id"]
            step = await self.post(
                f"{path}/{step['flow_id']}", **answers.get(asked, {})
            )
            if step.get("errors"):
                raise HomeError(f"{handler}: {asked}: {step['errors']}")
        if step["type"] != "create_entry":
            raise HomeError(f"{handler}: {step.get('reason', step['type'])}")
        return dict(step)

    async def tokens(self, origin: str) -> Json:
        """Log in once more; return what a page of this origin keeps of it."""
        answer = await self._request(
            "POST",
            "auth/token",
            data={"client_id": self.url, **await self._give_password()},
        )
        return {
            **answer,
            "clientId": self.url,
            "expires": round((time() + answer["expires_in"]) * 1000),
            "hassUrl": origin,
        }

    async def change_options(
        self, entry_id: str, step_id: str = "settings", **answers: Any
    ) -> None:
        """Change options of BackCare in one of its forms; what is not named stays."""
        path = "api/config/config_entries/options/flow"
        menu = await self.post(path, handler=entry_id)
        path = f"{path}/{menu['flow_id']}"
        form = await self.post(path, next_step_id=step_id)
        proposed = _proposed(form["data_schema"])
        for name, answer in answers.items():
            is_section = isinstance(answer, dict)
            proposed[name] = proposed[name] | answer if is_section else answer
        step = await self.post(path, **proposed)
        if step["type"] != "create_entry":
            raise HomeError(f"options: {step.get('errors')}")

    async def _request(self, method: str, path: str, **data: Any) -> Any:
        """Send a request; raises HomeError for a refusal."""
        if monotonic() > self._fresh_until:
            await self._let_in(
                grant_type="refresh_token", refresh_token=self._refresh_token
            )
        async with self._http.request(method, self.url + path, **data) as answer:
            if answer.status >= 400:
                raise HomeError(f"{path}: {answer.status} {await answer.text()}")
            return await answer.json()

    # Getting in

    async def _wait_for_http(self) -> None:
        """Wait until it answers."""
        assert self.process
        while self.process.returncode is None:
            with suppress(ClientConnectionError):
                async with self._http.get(self.url + "manifest.json"):
                    return
            await asyncio.sleep(0.1)
        console = (self.folder / "console.log").read_text().strip()
        raise HomeError(f"Home Assistant did not start:\n{console[-2000:]}")

    async def _log_in(self) -> None:
        """Open a connection as the demo user, who is made at the first start."""
        self._http.headers.pop("Authorization", None)
        try:
            steps = await self.get("api/onboarding")
        except HomeError:
            steps = []
        if steps:
            await self._let_in(**await self._onboard())
            await self.post("api/onboarding/analytics")
            await self.post(
                "api/onboarding/integration",
                client_id=self.url,
                redirect_uri=self.url,
            )
        else:
            await self._let_in(**await self._give_password())
        socket = await self._http.ws_connect(self.url + "api/websocket")
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": self._token})
        await socket.receive_json()
        self._connection = Connection(socket)

    async def _onboard(self) -> Json:
        """Make the demo user; return what proves to be them."""
        user = await self.post(
            "api/onboarding/users",
            name=USER.capitalize(),
            username=USER,
            password=PASSWORD,
            client_id=self.url,
            language="en",
        )
        return {"grant_type": "authorization_code", "code": user["auth_code"]}

    async def _give_password(self) -> Json:
        """Log in as the demo user; return what proves to be them."""
        form = await self.post(
            "auth/login_flow",
            client_id=self.url,
            handler=["homeassistant", None],
            redirect_uri=self.url,
        )
        done = await self.post(
            f"auth/login_flow/{form['flow_id']}",
            client_id=self.url,
            username=USER,
            password=PASSWORD,
        )
        if "result" not in done:
            raise HomeError(f"Somebody else lives in {self.folder}")
        return {"grant_type": "authorization_code", "code": done["result"]}

    async def _let_in(self, **proof: str) -> None:
        """Change a proof of who this is for a token, which lasts half an hour."""
        self._fresh_until = inf
        answer = await self._request(
            "POST", "auth/token", data={"client_id": self.url, **proof}
        )
        self._refresh_token = answer.get("refresh_token", self._refresh_token)
        self._fresh_until = monotonic() + answer["expires_in"] / 2
        self._token = answer["access_token"]
        self._http.headers["Authorization"] = f"Bearer {self._token}"

    async def _wait_until_running(self) -> None:
        """Wait until everything is set up."""
        while (await self.get("api/core/state"))["state"] != "RUNNING":
            await asyncio.sleep(0.1)

    # The folder

    def _fill_folder(self) -> None:
        """Link the files of the demo home, and settle what has no file there."""
        components = self.folder / "custom_components"
        components.mkdir(parents=True, exist_ok=True)
        # What the person changed in the frontend is a file by then, and stays.
        for original in TEMPLATES.glob("*.yaml"):
            link(self.folder / original.name, original)
        link(components / "backcare", CUSTOM_COMPONENTS / "backcare")
        link_component(TEMPLATES / "custom_components" / "demo_home", components)
        # In YAML these would be a trial, with Home Assistant open to the network first.
        http = {
            "server_host": [HOST],
            "server_port": self.port,
            "cors_allowed_origins": [],
            "login_attempts_threshold": -1,
            "ip_ban_enabled": True,
            "ssl_profile": "modern",
            "use_x_frame_options": True,
        }
        self._store(
            "http", 2, {"stable": http, "pending": None, "yaml_migration_done": True}
        )
        # This step would add integrations that need the internet.
        if not (self.folder / ".storage" / "onboarding").exists():
            self._store("onboarding", 4, {"done": ["core_config"]})

    def _store(self, key: str, version: int, data: Json) -> None:
        """Write one of Home Assistant's own files."""
        file = self.folder / ".storage" / key
        file.parent.mkdir(exist_ok=True)
        content = {"version": version, "minor_version": 1, "key": key, "data": data}
        file.write_text(json.dumps(content))


def _proposed(schema: list[Json]) -> Json:
    """Return what a form proposes, by field and section."""
    proposed: Json = {}
    for field_ in schema:
        suggested = (field_.get("description") or {}).get("suggested_value")
        value = field_.get("default") if suggested is None else suggested
        if field_.get("type") == "expandable":
            value = _proposed(field_["schema"]) | (suggested or {})
        if value is not None:
            proposed[field_["name"]] = value
    return proposed

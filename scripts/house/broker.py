"""Lights on a message broker: they do what they are told, and tell it, as real ones do."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
from pathlib import Path
from time import monotonic
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from scripts.home import HOST, free_port

from .parts import ADDRESS, Part, listens, program, ready

type Json = dict[str, Any]

LIGHTS: dict[str, Json] = {
    "onoff": {"supported_color_modes": ["onoff"]},
    "brightness": {"supported_color_modes": ["brightness"]},
    "color_temp": {"supported_color_modes": ["color_temp"]},
    "hs": {"supported_color_modes": ["hs"]},
    "xy": {"supported_color_modes": ["xy", "color_temp"]},
    "rgb": {"supported_color_modes": ["rgb"]},
    "rgbw": {"supported_color_modes": ["rgbw"]},
    "rgbww": {"supported_color_modes": ["rgbww"]},
    "white": {"supported_color_modes": ["rgb", "white"]},
    "effect": {
        "supported_color_modes": ["rgb"],
        "effect": True,
        "effect_list": ["none", "rainbow"],
    },
}
"""What each light tells of itself when it is discovered."""

NEW: dict[str, Json] = {
    "onoff": {},
    "brightness": {"brightness": 255},
    "color_temp": {"brightness": 255, "color_temp": 370},
    "hs": {"brightness": 255, "color": {"h": 0, "s": 0}},
    "xy": {"brightness": 255, "color": {"x": 0.323, "y": 0.329}},
    "rgb": {"brightness": 255, "color": dict.fromkeys("rgb", 255)},
    "rgbw": {"brightness": 255, "color": dict.fromkeys("rgbw", 255)},
    "rgbww": {"brightness": 255, "color": dict.fromkeys("rgbcw", 255)},
}
"""How a light is that was never told anything, by the first of its modes."""

BRIGHTNESS_STEPS = 100
"""Many lights know percents."""
DIGITS = {"h": 0, "s": 0, "x": 3, "y": 3}
"""To how many digits a light rounds the parts of a colour; the rest are whole numbers already."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a light was told, and when on the monotonic clock."""

    at: float
    told: Json


@dataclass
class Light:
    """A lamp on the broker."""

    name: str
    about: Json
    client: Client
    loop: asyncio.AbstractEventLoop
    state: Json = field(init=False)
    commands: list[Command] = field(default_factory=list)
    delay_seconds: float = 0
    """How long it takes to do what it is told, and to tell it."""
    is_deaf: bool = False
    """Whether what it is told is lost on the way."""

    def __post_init__(self) -> None:
        """Be off, and as new."""
        mode = self.about["supported_color_modes"][0]
        self.state = {"state": "OFF", "color_mode": mode, **NEW[mode]}

    @property
    def entity_id(self) -> str:
        """Return what it is called in Home Assistant."""
        return f"light.{self.name}"

    def appear(self) -> None:
        """Tell Home Assistant that it is there, and how it is."""
        topic = f"house/{self.name}"
        self._tell(
            f"homeassistant/light/{self.name}/config",
            {
                "schema": "json",
                "name": self.name,
                "unique_id": f"house-{self.name}",
                "default_entity_id": self.entity_id,
                "command_topic": f"{topic}/set",
                "state_topic": topic,
                "availability_topic": f"{topic}/is",
                "brightness": "onoff" not in self.about["supported_color_modes"],
                **self.about,
            },
        )
        self.go("online")
        self._tell(topic, self.state)

    def vanish(self) -> None:
        """Be removed from Home Assistant."""
        self.client.publish(f"homeassistant/light/{self.name}/config", "", retain=True)

    def go(self, where: str) -> None:
        """Go `online` or `offline`."""
        self.client.publish(f"house/{self.name}/is", where, retain=True)

    def hear(self, at: float, told: Json) -> None:
        """Note what it is told, and do it after its delay."""
        self.commands.append(Command(at, told))
        if not self.is_deaf:
            self.loop.call_later(self.delay_seconds, self.obey, told)

    def obey(self, told: Json) -> None:
        """Do what it is told as well as it can, and tell how it is then."""
        self.state |= {"state": told["state"]} | _rounded(told)
        if "color" in told:
            self.state["color_mode"] = _color_mode(told["color"])
            if "effect_list" in self.about and "effect" not in told:
                self.state["effect"] = "none"
        elif "color_temp" in told:
            self.state["color_mode"] = "color_temp"
        elif "white" in told:
            self.state |= {"color_mode": "white", "brightness": told["white"]}
        self._tell(f"house/{self.name}", self.state)

    def _tell(self, topic: str, payload: Json) -> None:
        """Publish something, for those who come later too."""
        self.client.publish(topic, json.dumps(payload), retain=True)


def _rounded(told: Json) -> Json:
    """Return how the light that was told something is then."""
    now: Json = {key: told[key] for key in ("color_temp", "effect") if key in told}
    if brightness := told.get("brightness"):
        percent = max(1, round(brightness * BRIGHTNESS_STEPS / 255))
        now["brightness"] = round(percent * 255 / BRIGHTNESS_STEPS)
    if color := told.get("color"):
        now["color"] = {
            key: round(value, DIGITS.get(key, 0)) for key, value in color.items()
        }
    return now


def _color_mode(color: Json) -> str:
    """Return the mode that a colour is told in."""
    return {"rgbcw": "rgbww"}.get("".join(color), "".join(color))


@dataclass
class Broker:
    """A message broker with lights."""

    part: Part
    lights: dict[str, Light]


@asynccontextmanager
async def broker(folder: Path) -> AsyncGenerator[Broker]:
    """Run a message broker, with a light for each way to have a colour."""
    port = free_port()
    configuration = folder / "mosquitto.conf"
    configuration.write_text(f"listener {port}\nallow_anonymous true\n")
    async with program(
        folder / "mosquitto.log", "mosquitto", "-c", configuration
    ) as process:
        await ready(process, lambda: listens(port))
        loop = asyncio.get_running_loop()
        client = Client(CallbackAPIVersion.VERSION2)
        lights = {
            name: Light(name, about, client, loop) for name, about in LIGHTS.items()
        }

        def on_message(_client: Client, _userdata: None, message: MQTTMessage) -> None:
            light = lights[message.topic.split("/")[1]]
            loop.call_soon_threadsafe(
                light.hear, monotonic(), json.loads(message.payload)
            )

        client.on_message = on_message
        client.connect(HOST, port)
        client.subscribe("house/+/set")
        client.loop_start()
        try:
            for light in lights.values():
                light.appear()
            answers = {
                "broker": ADDRESS,
                "port": port,
                "other_settings": {"set_client_cert": False, "set_ca_cert": "off"},
            }
            yield Broker(Part("mqtt", {"broker": answers}), lights)
        finally:
            client.disconnect()
            client.loop_stop()

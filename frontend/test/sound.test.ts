import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DeviceSound } from "../src/sound";
import { FakeAudioContext, FakeChannel, FakeFiles } from "./audio";
import { FakeConnection, serverNow, settle } from "./home";

const LISTEN = { type: "backcare/listen", config_entry_id: "entry" };
const KEY = "backcare-sound-entry";

const context = new FakeAudioContext();
let connection: FakeConnection;
let changes: number;
let sounds: DeviceSound[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("AudioContext", function () {
    return context;
  });
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  vi.stubGlobal("fetch", new FakeFiles().fetch);
  FakeChannel.all.clear();
  localStorage.clear();
  context.state = "suspended";
  context.isAllowed = true;
  context.sources = [];
  connection = new FakeConnection();
  changes = 0;
  sounds = [];
});
afterEach(() => {
  for (const sound of sounds) sound.unfollow();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Returns the sound of a card that was just opened. */
async function open(): Promise<DeviceSound> {
  const sound = new DeviceSound(() => (changes += 1));
  sounds.push(sound);
  sound.follow(connection, "entry");
  await settle();
  return sound;
}

async function tap(sound: DeviceSound): Promise<void> {
  sound.toggle();
  document.dispatchEvent(new Event("click"));
  await settle();
}

async function play(): Promise<void> {
  const now = serverNow();
  connection.tell({ type: "play", id: 1, url: "/a.mp3", at: now + 500, now });
  await vi.advanceTimersByTimeAsync(1);
}

describe("the wish of this browser", () => {
  it("is off until somebody taps", async () => {
    const sound = await open();
    expect(sound.state).toBe("off");
    expect(connection.asked).toEqual([]);
    await tap(sound);
    expect(sound.state).toBe("ready");
    expect(connection.asked).toEqual([LISTEN]);
    expect(changes).toBeGreaterThan(0);
    await play();
    expect(context.sources.length).toBe(1);
  });

  it("is kept", async () => {
    localStorage.setItem(KEY, "on");
    const sound = await open();
    expect(sound.state).toBe("ready");
    expect(connection.asked).toEqual([LISTEN]);
  });

  it("is taken back by another tap, and what sounds stops", async () => {
    const sound = await open();
    await tap(sound);
    await play();
    await tap(sound);
    expect(sound.state).toBe("off");
    expect(connection.subscriberCount).toBe(0);
    expect(context.sources[0]!.isStopped).toBe(true);
    expect(localStorage.getItem(KEY)).toBeNull();
  });

  it("can't be said before a person is followed", () => {
    const sound = new DeviceSound(() => undefined);
    sound.toggle();
    expect(sound.state).toBe("off");
  });
});

describe("a browser that wants a tap first", () => {
  beforeEach(() => {
    localStorage.setItem(KEY, "on");
    context.isAllowed = false;
  });

  it("is told as blocked, and not counted on", async () => {
    const sound = await open();
    expect(sound.state).toBe("blocked");
    expect(connection.asked).toEqual([]);
  });

  it("sounds after a tap anywhere on the page", async () => {
    const sound = await open();
    context.isAllowed = true;
    document.dispatchEvent(new Event("click"));
    await settle();
    expect(sound.state).toBe("ready");
  });

  it("is turned on, not off, by a tap on the button", async () => {
    const sound = await open();
    context.isAllowed = true;
    await tap(sound);
    expect(sound.state).toBe("ready");
    expect(localStorage.getItem(KEY)).not.toBeNull();
  });
});

it("goes on after a call interrupted it", async () => {
  const sound = await open();
  await tap(sound);
  context.become("interrupted");
  await settle();
  expect(sound.state).toBe("blocked");
  expect(connection.subscriberCount).toBe(0);
  document.dispatchEvent(new Event("visibilitychange"));
  await settle();
  expect(sound.state).toBe("ready");
  expect(connection.subscriberCount).toBe(1);
});

describe("a lost connection", () => {
  it("comes back, and ends nothing of the new one", async () => {
    const sound = await open();
    await tap(sound);
    connection.lose();
    connection.mend();
    await settle();
    expect(connection.askedOf("backcare/listen").length).toBe(2);
    expect(connection.subscriberCount).toBe(1);
    expect(connection.ended).toBe(0);
  });

  it("lets what is about to sound still sound", async () => {
    const sound = await open();
    await tap(sound);
    await play();
    connection.lose();
    expect(context.sources[0]!.isStopped).toBe(false);
  });
});

it("asks again after a refusal", async () => {
  connection.refusal = { code: "not_found" };
  const sound = await open();
  await tap(sound);
  connection.refusal = null;
  await vi.advanceTimersByTimeAsync(31_000);
  expect(connection.subscriberCount).toBe(1);
});

it("follows somebody else", async () => {
  const sound = await open();
  await tap(sound);
  sound.follow(connection, "entry");
  expect(connection.subscriberCount).toBe(1);
  sound.follow(connection, "other");
  await settle();
  expect(sound.state).toBe("off");
  expect(connection.subscriberCount).toBe(0);
});

it("leaves nothing behind", async () => {
  const sound = await open();
  await tap(sound);
  sound.unfollow();
  await settle();
  expect(connection.subscriberCount).toBe(0);
  expect(connection.listenerCount).toBe(0);
  expect(FakeChannel.all.size).toBe(0);
});

it("leaves it to other pages when this one is closed", async () => {
  const sound = await open();
  await tap(sound);
  const told: unknown[] = [];
  new FakeChannel().onmessage = ({ data }) => told.push(data);
  window.dispatchEvent(new Event("pagehide"));
  await settle();
  expect(told).toEqual([{ entryId: "entry", isTaken: false }]);
  expect(connection.subscriberCount).toBe(0);
});

describe("two cards or pages of one browser", () => {
  let first: DeviceSound;
  let second: DeviceSound;

  beforeEach(async () => {
    localStorage.setItem(KEY, "on");
    first = await open();
    second = await open();
  });

  it("sound once, in the newest", () => {
    expect([first.state, second.state]).toEqual(["blocked", "ready"]);
    expect(connection.subscriberCount).toBe(1);
  });

  it("sound where they are tapped", async () => {
    await tap(first);
    expect([first.state, second.state]).toEqual(["ready", "blocked"]);
    expect(connection.subscriberCount).toBe(1);
  });

  it("go on in the other when one leaves", async () => {
    second.unfollow();
    await settle();
    expect(first.state).toBe("ready");
    expect(connection.subscriberCount).toBe(1);
  });

  it("are turned off together", async () => {
    await tap(second);
    expect([first.state, second.state]).toEqual(["off", "off"]);
    expect(connection.subscriberCount).toBe(0);
  });

  it("still sound once after a lost connection", async () => {
    connection.lose();
    connection.mend();
    await settle();
    expect([first.state, second.state]).toEqual(["blocked", "ready"]);
    expect(connection.subscriberCount).toBe(1);
  });
});

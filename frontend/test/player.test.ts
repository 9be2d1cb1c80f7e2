import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Player } from "../src/player";
import { FakeAudioContext, FakeFiles } from "./audio";
import { serverNow } from "./home";

const SPEECH = "/api/tts_proxy/plank.mp3";
const TONE = "/backcare/tones/tick.mp3";

let context: FakeAudioContext;
let files: FakeFiles;
let player: Player;

beforeEach(() => {
  vi.useFakeTimers();
  context = new FakeAudioContext();
  files = new FakeFiles();
  vi.stubGlobal("fetch", files.fetch);
  player = new Player(context as unknown as AudioContext);
  vi.advanceTimersByTime(10_000);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function hear(message: object): Promise<void> {
  player.hear({ now: serverNow(), ...message } as never, performance.now());
  await vi.advanceTimersByTimeAsync(1);
}

const play = (url: string, inSeconds: number, id = 1): Promise<void> =>
  hear({ type: "play", id, url, at: serverNow() + inSeconds * 1000 });

/** Returns when the latest sound is heard, from now. */
const heardIn = (): number =>
  context.sources.at(-1)!.begin! + context.outputLatency - context.currentTime;

describe("when a sound is heard", () => {
  it("is the moment of the server, whatever this device's clock says", async () => {
    await play(SPEECH, 1);
    expect(heardIn()).toBeCloseTo(0.999, 3);
    expect(context.sources[0]!.buffer).toBe(SPEECH);
  });

  it("is right where the browser knows only its latency", async () => {
    context.knowsOutput = false;
    await play(SPEECH, 1);
    expect(heardIn()).toBeCloseTo(0.999, 3);
  });

  it.each([
    { url: SPEECH, late: 0.8, isHeard: true },
    { url: SPEECH, late: 1.2, isHeard: false },
    { url: TONE, late: 0.05, isHeard: true },
    { url: TONE, late: 0.3, isHeard: false },
  ])("$url that is $late s late: $isHeard", async ({ url, late, isHeard }) => {
    await play(url, -late);
    expect(context.sources.length).toBe(Number(isHeard));
  });
});

describe("files", () => {
  it("are fetched once, in the order in which they are wanted", async () => {
    await hear({ type: "fetch", urls: [SPEECH, TONE] });
    await play(SPEECH, 1, 1);
    await play(SPEECH, 2, 2);
    expect(files.asked).toEqual([SPEECH, TONE]);
    expect(context.sources.length).toBe(2);
  });

  it("that are not there are left out, and asked for again", async () => {
    files.missing.add(SPEECH);
    await play(SPEECH, 1, 1);
    expect(context.sources).toEqual([]);
    files.missing.clear();
    await play(SPEECH, 1, 2);
    expect(context.sources.length).toBe(1);
  });

  it("are forgotten when there are very many, the oldest first", async () => {
    const many = Array.from({ length: 400 }, (_, number) => `/${number}.mp3`);
    await hear({ type: "fetch", urls: [TONE, ...many] });
    files.asked = [];
    await play("/1.mp3", 1, 1);
    await play(TONE, 1, 2);
    expect(files.asked).toEqual([TONE]);
  });
});

describe("taking back", () => {
  it("stops what sounds and drops what waits for its file", async () => {
    await play(SPEECH, 0.2, 1);
    files.seconds = 0.5;
    await play(TONE, 1, 2);
    await hear({ type: "hush" });
    await vi.advanceTimersByTimeAsync(600);
    expect(context.sources.length).toBe(1);
    expect(context.sources[0]!.isStopped).toBe(true);
  });

  it("drops only what is named", async () => {
    await play(SPEECH, 1, 1);
    await play(TONE, 1, 2);
    await hear({ type: "forget", ids: [2, 99] });
    expect(context.sources.map((source) => source.isStopped)).toEqual([
      false,
      true,
    ]);
  });

  it("leaves alone what has ended", async () => {
    await play(SPEECH, 0.2, 1);
    context.sources[0]!.onended!();
    await hear({ type: "hush" });
    expect(context.sources[0]!.isStopped).toBe(false);
  });
});

it("leaves alone what only a newer server says", async () => {
  await hear({ type: "dance" });
  expect(context.sources).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  clockText,
  countdownOf,
  dial,
  ServerClock,
  untilNextText,
} from "../src/countdown";
import { HOUR, phase, serverNow } from "./home";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A message that took its time to come; its answer is asked for when `asked` is given. */
function hear(clock: ServerClock, underway: number, asked?: number): void {
  const sentAt = performance.now();
  vi.advanceTimersByTime(asked ?? 0);
  const now = serverNow();
  vi.advanceTimersByTime(underway);
  clock.hear(now, asked === undefined ? undefined : sentAt);
}

describe("the server's clock", () => {
  it("is right to the latency of the fastest message", () => {
    const clock = new ServerClock();
    for (const latency of [400, 30, 900]) hear(clock, latency);
    expect(clock.now()).toBeCloseTo(serverNow() - 30, 3);
  });

  it("halves the latency of a question and its answer", () => {
    const clock = new ServerClock();
    hear(clock, 180, 120);
    expect(clock.now()).toBeCloseTo(serverNow() - 30, 3);
  });

  it("does not look at the clock of this device", () => {
    const clock = new ServerClock();
    hear(clock, 10);
    vi.setSystemTime(Date.now() - 24 * HOUR);
    expect(Math.abs(clock.now() - serverNow())).toBeLessThan(100);
  });

  it("gives a moment in the time of this device", () => {
    const clock = new ServerClock();
    hear(clock, 0);
    expect(clock.toLocal(serverNow() + 500)).toBeCloseTo(
      performance.now() + 500,
      3,
    );
  });

  it("believes the newest when the clocks have moved against each other", () => {
    const clock = new ServerClock();
    hear(clock, 10, 10);
    // This device slept for a minute.
    clock.hear(serverNow() + 60_000, performance.now());
    expect(clock.now()).toBeCloseTo(serverNow() + 60_000, 3);
  });

  it("forgets what was heard long ago", () => {
    const clock = new ServerClock();
    hear(clock, 0);
    vi.advanceTimersByTime(HOUR);
    hear(clock, 80);
    expect(clock.now()).toBeCloseTo(serverNow() - 80, 3);
  });

  it("wants a question as long as it only overheard, or was surprised", () => {
    const clock = new ServerClock();
    hear(clock, 10);
    expect(clock.isDoubtful).toBe(true);
    hear(clock, 10, 10);
    expect(clock.isDoubtful).toBe(false);
    clock.hear(serverNow() - 60_000);
    expect(clock.isDoubtful).toBe(true);
    clock.forget();
    hear(clock, 25);
    expect(clock.now()).toBeCloseTo(serverNow() - 25, 3);
  });
});

describe("what the ring shows", () => {
  it("counts to the end that the server named", () => {
    const countdown = countdownOf(phase());
    expect(dial(countdown, serverNow())).toEqual({
      remaining: 20,
      elapsed: expect.closeTo(1 / 3, 6),
      reentry: 0,
      isRunning: true,
    });
    expect(dial(countdown, serverNow() + 19_000).remaining).toBeCloseTo(1, 6);
  });

  it("stays at the end when nothing new comes", () => {
    expect(dial(countdownOf(phase()), serverNow() + HOUR)).toEqual({
      remaining: 0,
      elapsed: 1,
      reentry: 0,
      isRunning: false,
    });
  });

  it("stands still while the session is paused", () => {
    const paused = countdownOf(phase({ ends_at: null }));
    expect(dial(paused, serverNow() + HOUR)).toMatchObject({
      remaining: 20,
      isRunning: false,
    });
  });

  it("waits until the person is back in position", () => {
    const countdown = countdownOf(
      phase({ reentry: 5, ends_at: serverNow() + 25_000 }),
    );
    expect(dial(countdown, serverNow() + 2_000)).toMatchObject({
      remaining: 20,
      reentry: 3,
      isRunning: false,
    });
    expect(dial(countdown, serverNow() + 6_000)).toMatchObject({
      remaining: 19,
      reentry: 0,
      isRunning: true,
    });
  });

  it("is over for a phase without a length", () => {
    const empty = countdownOf(phase({ duration: 0, remaining: 0 }));
    expect(dial(empty, serverNow()).elapsed).toBe(1);
  });
});

describe("the number", () => {
  it.each([
    [0, "0"],
    [0.2, "1"],
    [9.99, "10"],
    [59.5, "1:00"],
    [60, "1:00"],
    [61.2, "1:02"],
    [3600, "60:00"],
    [-1, "0"],
  ])("shows %f seconds as %s", (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });

  it("changes when it is said to", () => {
    for (const seconds of [9.3, 10, 0.4, 61.999]) {
      const wait = untilNextText(seconds) / 1000;
      expect(clockText(seconds - wait - 0.001)).not.toBe(clockText(seconds));
      expect(clockText(seconds - wait + 0.001)).toBe(clockText(seconds));
    }
  });
});

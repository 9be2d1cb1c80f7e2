/** Counts down by the server's clock; the clock of this device may be wrong. */

import type { Phase } from "./protocol";

const MEMORY_MS = 10 * 60_000;
const DOUBT_MS = 250;

/** What one message tells of how much the server's clock is ahead of ours. */
interface Sample {
  readonly heardAt: number;
  /** It is ahead by at least this: the message was under way for a while. */
  readonly low: number;
  /** And by at most this: it was not sent before it was asked for. */
  readonly high: number;
}

/** The server's clock, learned from its messages. Our own time is that of `performance.now()`. */
export class ServerClock {
  #samples: Sample[] = [];
  #ahead = 0;
  #isDoubtful = true;

  /** Whether a question with an answer would make it better. */
  get isDoubtful(): boolean {
    return this.#isDoubtful;
  }

  /** Learns from a message that names the server's time; `sentAt` is when it was asked for. */
  hear(now: number, sentAt = -Infinity): void {
    const heardAt = performance.now();
    const sample = { heardAt, low: now - heardAt, high: now - sentAt };
    const isAsTold = Math.abs(sample.low - this.#ahead) < DOUBT_MS;
    // Who contradicts the newest is of before a clock was set, or before this device slept.
    this.#samples = this.#samples.filter(
      (old) =>
        heardAt - old.heardAt < MEMORY_MS &&
        old.low <= sample.high &&
        sample.low <= old.high,
    );
    this.#samples.push(sample);
    const low = Math.max(...this.#samples.map((old) => old.low));
    const high = Math.min(...this.#samples.map((old) => old.high));
    this.#ahead = high === Infinity ? low : (low + high) / 2;
    this.#isDoubtful = high === Infinity || !isAsTold;
  }

  /** Forgets everything, as after a lost connection. */
  forget(): void {
    this.#samples = [];
    this.#isDoubtful = true;
  }

  /** Returns the server's time. */
  now(): number {
    return performance.now() + this.#ahead;
  }

  /** Returns a moment of the server in our own time. */
  toLocal(moment: number): number {
    return moment - this.#ahead;
  }
}

/** How a phase counts down; in seconds, `endsAt` in the server's milliseconds. */
export interface Countdown {
  readonly duration: number;
  /** What is left of the phase, at rest and while the person gets back into position. */
  readonly remaining: number;
  readonly hasReentry: boolean;
  readonly endsAt: number | null;
}

/** What the ring shows at a moment. */
export interface Dial {
  readonly remaining: number;
  /** How much is over, from 0 to 1. */
  readonly elapsed: number;
  /** Seconds left to get back into position; the phase waits for it. */
  readonly reentry: number;
  readonly isRunning: boolean;
}

/** Returns how a phase counts down. */
export function countdownOf(phase: Phase): Countdown {
  return {
    duration: phase.duration,
    remaining: phase.remaining,
    hasReentry: phase.reentry > 0,
    endsAt: phase.ends_at,
  };
}

/** Returns what the ring shows at a moment of the server. */
export function dial(countdown: Countdown, now: number): Dial {
  const { duration, endsAt, hasReentry } = countdown;
  let remaining = countdown.remaining;
  let reentry = 0;
  if (endsAt !== null) {
    const left = Math.max(0, (endsAt - now) / 1000);
    reentry = hasReentry ? Math.max(0, left - remaining) : 0;
    remaining = Math.min(left - reentry, duration);
  }
  return {
    remaining,
    elapsed:
      duration > 0 ? Math.min(1, Math.max(0, 1 - remaining / duration)) : 1,
    reentry,
    isRunning: endsAt !== null && reentry === 0 && remaining > 0,
  };
}

/** Returns seconds as they are shown: the last second is 1. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return String(whole);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Returns in how many milliseconds another text is shown. */
export function untilNextText(seconds: number): number {
  return Math.max(1, (seconds - Math.ceil(seconds) + 1) * 1000);
}

import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { countdownOf, ServerClock } from "../src/countdown";
import { BackcareRing } from "../src/ring";
import { en } from "../src/strings/en";
import { phase, serverNow } from "./home";

customElements.define("backcare-ring", BackcareRing);

/** The browser's animations, which this test environment does not have. */
class FakeAnimation {
  currentTime = 0;
  isPlaying = true;
  pause(): void {
    this.isPlaying = false;
  }
  cancel(): void {
    running.delete(this);
  }
}
const running = new Set<FakeAnimation>();

let ring: BackcareRing;

beforeEach(() => {
  vi.useFakeTimers();
  Element.prototype.animate = () => {
    const animation = new FakeAnimation();
    running.add(animation);
    return animation as unknown as Animation;
  };
  running.clear();
  const clock = new ServerClock();
  clock.hear(serverNow(), performance.now());
  ring = document.createElement("backcare-ring") as BackcareRing;
  ring.clock = clock;
  ring.words = en;
  document.body.append(ring);
});
afterEach(() => {
  ring.remove();
  vi.useRealTimers();
});

async function show(changes: Parameters<typeof phase>[0] = {}): Promise<void> {
  ring.countdown = countdownOf(phase(changes));
  await ring.updateComplete;
}

async function elapse(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  await ring.updateComplete;
}

const text = (part = "seconds"): string | undefined =>
  ring.shadowRoot?.querySelector(`[part=${part}]`)?.textContent?.trim();

it("counts the seconds, and sleeps when they are over", async () => {
  await show();
  expect(text()).toBe("20");
  await elapse(0.9);
  expect(text()).toBe("20");
  await elapse(0.15);
  expect(text()).toBe("19");
  await elapse(30);
  expect(text()).toBe("0");
  expect(vi.getTimerCount()).toBe(0);
});

it("turns from where the phase is", async () => {
  await show();
  expect(running.size).toBe(3);
  for (const animation of running) {
    expect(animation.isPlaying).toBe(true);
    expect(animation.currentTime).toBeCloseTo(10_000, 0);
  }
});

it("stands still and says so while paused", async () => {
  ring.isPaused = true;
  await show({ ends_at: null });
  expect(vi.getTimerCount()).toBe(0);
  expect([text(), text("caption")]).toEqual(["20", en.paused]);
  expect([...running].some(({ isPlaying }) => isPlaying)).toBe(false);
});

it("waits for the person, then goes on", async () => {
  let turns = 0;
  ring.addEventListener("turn", () => (turns += 1));
  await show({ reentry: 3, ends_at: serverNow() + 23_000 });
  expect([text(), text("caption")]).toEqual(["3", en.reentry]);
  expect(turns).toBe(1);
  await elapse(3.1);
  expect([text(), text("caption")]).toEqual(["20", ""]);
  expect(turns).toBe(2);
  expect([...running].every(({ isPlaying }) => isPlaying)).toBe(true);
});

it("does not count where nobody sees it", async () => {
  await show();
  ring.remove();
  expect(vi.getTimerCount()).toBe(0);
  document.body.append(ring);
  await elapse(1.05);
  expect(text()).toBe("19");
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(vi.getTimerCount()).toBe(0);
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(vi.getTimerCount()).toBe(1);
  hidden.mockRestore();
});

it("moves once a second for who wants less motion", async () => {
  ring.remove();
  const calm = vi.spyOn(window, "matchMedia").mockReturnValue({
    matches: true,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  } as unknown as MediaQueryList);
  const clock = ring.clock;
  ring = document.createElement("backcare-ring") as BackcareRing;
  ring.clock = clock;
  document.body.append(ring);
  await show();
  await elapse(1.05);
  expect([...running].some(({ isPlaying }) => isPlaying)).toBe(false);
  for (const { currentTime } of running) {
    expect(currentTime).toBeCloseTo(11_000, -2);
  }
  calm.mockRestore();
});

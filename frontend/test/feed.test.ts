import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Feed } from "../src/feed";
import type { Target } from "../src/protocol";
import {
  home,
  ROUTINES,
  serverNow,
  session,
  settle,
  view,
  type Home,
} from "./home";

let house: Home;
let feed: Feed;
let changes: number;

beforeEach(() => {
  vi.useFakeTimers();
  house = home();
  changes = 0;
  feed = new Feed(() => (changes += 1));
});
afterEach(() => {
  feed.leave();
  vi.useRealTimers();
});

async function follow(target: Target = {}): Promise<void> {
  feed.follow(house, target);
  await settle();
}

async function tell(message: object): Promise<void> {
  house.connection.tell(message);
  await settle();
}

const subscriptions = (): object[] =>
  house.connection.askedOf("backcare/subscribe");

describe("a person who is followed", () => {
  it("is the one that was meant, asked for once", async () => {
    await follow({ entity_id: "switch.anna" });
    await follow({ entity_id: "switch.anna" });
    expect(subscriptions()).toEqual([
      { type: "backcare/subscribe", entity_id: "switch.anna" },
    ]);
    await follow({ device_id: "d1" });
    expect(subscriptions()).toHaveLength(2);
    expect(house.connection.ended).toBe(1);
  });

  it("is shown as soon as something is known, with the routines", async () => {
    await follow();
    expect(feed.problem).toBe("loading");
    await tell(view());
    expect(feed.view?.name).toBe("Anna");
    expect(feed.routines).toEqual(ROUTINES.routines);
    await tell(view({ now: serverNow() + 1 }));
    expect(house.connection.askedOf("backcare/routines")).toHaveLength(1);
    house.connection.answers["backcare/routines"] = {
      revision: "2",
      routines: [],
    };
    await tell(view({ routines_revision: "2" }));
    expect(feed.routines).toEqual([]);
  });

  it("has pictures that are fetched together, and once", async () => {
    await follow();
    await tell(view());
    expect(feed.picture("plank")).toBe("");
    expect(feed.picture("bird_dog")).toBe("");
    await settle();
    expect(feed.picture("plank")).toContain('data-picture="plank"');
    expect(feed.picture("bird_dog")).toContain("bird_dog");
    expect(house.connection.askedOf("backcare/pictures")).toEqual([
      {
        type: "backcare/pictures",
        config_entry_id: "entry",
        keys: ["plank", "bird_dog"],
      },
    ]);
    await tell(view({ language: "nl" }));
    expect(feed.picture("plank")).toBe("");
  });

  it("leaves nothing behind", async () => {
    await follow();
    await tell(view());
    feed.leave();
    await settle();
    expect(house.connection.subscriberCount).toBe(0);
    expect(house.connection.listenerCount).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is not heard any more when it was left before it was there", async () => {
    feed.follow(house, {});
    feed.leave();
    await settle();
    expect(house.connection.subscriberCount).toBe(0);
  });
});

describe("the server's clock", () => {
  it("is measured once the page has settled, and not for ever", async () => {
    await follow();
    await tell(view({ session: session() }));
    await vi.advanceTimersByTimeAsync(1_500);
    expect(subscriptions()).toHaveLength(2);
    await tell(view({ session: session() }));
    await vi.advanceTimersByTimeAsync(600_000);
    expect(subscriptions().length).toBeLessThan(5);
    expect(Math.abs(feed.clock.now() - serverNow())).toBeLessThan(100);
    await tell(view());
    expect(house.connection.subscriberCount).toBe(1);
  });

  it("is measured again when somebody looks again", async () => {
    await follow();
    await tell(view());
    const asked = subscriptions().length;
    feed.measure();
    await vi.advanceTimersByTimeAsync(10);
    expect(subscriptions()).toHaveLength(asked + 1);
  });

  it("is not measured any more for who has left", async () => {
    await follow();
    await tell(view());
    feed.measure();
    await vi.advanceTimersByTimeAsync(10);
    feed.leave();
    await tell(view());
    expect(house.connection.subscriberCount).toBe(0);
  });
});

describe("a lost connection", () => {
  it("keeps what was known, and begins again by itself", async () => {
    await follow();
    await tell(view({ session: session() }));
    house.connection.lose();
    expect(feed.isOnline).toBe(false);
    expect(feed.view?.session).not.toBeNull();
    house.connection.mend();
    await settle();
    expect(feed.isOnline).toBe(true);
    await tell(view());
    expect(feed.view?.session).toBeNull();
    // Its number belongs to another command by now.
    expect(house.connection.ended).toBe(0);
  });

  it("is waited for when there is none at first", async () => {
    house.connection.connected = false;
    await follow();
    expect(feed.isOnline).toBe(false);
    expect(subscriptions()).toHaveLength(0);
    house.connection.mend();
    await settle();
    await tell(view());
    expect(feed.view).not.toBeNull();
  });

  it.each([3, { code: 3 }])("is not a refusal: %o", async (refusal) => {
    house.connection.refusal = refusal;
    await follow();
    expect(feed.problem).toBe("loading");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a refusal", () => {
  it.each([
    ["not_found", "not_found"],
    ["ambiguous", "ambiguous"],
    ["unauthorized", "unauthorized"],
    ["unknown_command", "no_integration"],
    ["unknown_error", "unknown"],
  ])("%s is told as %s", async (code, problem) => {
    house.connection.refusal = { code };
    await follow();
    expect(feed.problem).toBe(problem);
  });

  it("is tried again, soon while Home Assistant is starting", async () => {
    house = home({ config: { state: "STARTING" } });
    house.connection.refusal = { code: "unknown_command" };
    await follow();
    expect(feed.problem).toBe("starting");
    house.connection.refusal = null;
    await vi.advanceTimersByTimeAsync(5_000);
    await tell(view());
    expect(feed.view).not.toBeNull();
  });

  it("is not taken for a missing integration after a restart", async () => {
    await follow();
    await tell(view());
    house.connection.lose();
    house.connection.refusal = { code: "unknown_command" };
    house.connection.mend();
    await settle();
    expect(feed.problem).toBe("starting");
    house.connection.refusal = null;
    await vi.advanceTimersByTimeAsync(5_000);
    await tell(view());
    expect(feed.view).not.toBeNull();
  });

  it("is tried again later, when somebody may have mended it", async () => {
    house.connection.refusal = { code: "not_found" };
    await follow();
    house.connection.refusal = null;
    await vi.advanceTimersByTimeAsync(29_000);
    expect(subscriptions()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await tell(view());
    expect(feed.view).not.toBeNull();
  });
});

describe("a person who is gone", () => {
  it("is not missed during a reload", async () => {
    await follow();
    await tell(view());
    await tell({ protocol: 1, gone: true });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(feed.view).not.toBeNull();
    await tell(view());
    await vi.advanceTimersByTimeAsync(2_000);
    expect(feed.view).not.toBeNull();
  });

  it("is told after a while, and shown again when back", async () => {
    await follow();
    await tell({ protocol: 1, gone: true });
    await vi.advanceTimersByTimeAsync(3_000);
    expect([feed.view, feed.problem]).toEqual([null, "gone"]);
    await tell(view());
    expect(feed.view).not.toBeNull();
  });
});

it.each([
  [2, "outdated"],
  [0, "half_updated"],
])("does not guess what protocol %i means", async (protocol, problem) => {
  await follow();
  await tell({ protocol, version: "9.0.0", session: "what?" });
  expect([feed.view, feed.problem, feed.version]).toEqual([
    null,
    problem,
    "9.0.0",
  ]);
});

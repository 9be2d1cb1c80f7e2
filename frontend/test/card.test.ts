import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { BackcareCard } from "../src/card";
import { BackcareRing } from "../src/ring";
import { en } from "../src/strings/en";
import { nl } from "../src/strings/nl";
import {
  home,
  lastSession,
  nextDay,
  phase,
  programme,
  serverNow,
  session,
  settle,
  view,
  type Home,
} from "./home";

customElements.define("backcare-card", BackcareCard);
customElements.define("backcare-ring", BackcareRing);

let house: Home;
let card: BackcareCard;

beforeEach(() => {
  localStorage.clear();
  Element.prototype.animate = () =>
    ({ pause: () => undefined, cancel: () => undefined }) as Animation;
  SVGSVGElement.prototype.setCurrentTime = () => undefined;
  SVGSVGElement.prototype.pauseAnimations = () => undefined;
  house = home();
});
afterEach(() => {
  card.remove();
});

async function show(
  message: object | null = null,
  config: object = {},
): Promise<void> {
  card = document.createElement("backcare-card") as BackcareCard;
  card.setConfig({ type: "custom:backcare-card", ...config });
  card.hass = house;
  document.body.append(card);
  await settle();
  if (message) await tell(message);
}

async function tell(message: object): Promise<void> {
  house.connection.tell(message);
  await settle();
  await card.updateComplete;
}

const find = <T extends HTMLElement>(selector: string): T | null =>
  card.shadowRoot!.querySelector<T>(selector);

const text = (selector = "section"): string =>
  find(selector)?.textContent?.replace(/\s+/g, " ").trim() ?? "";

async function tap(selector: string): Promise<void> {
  find(selector)!.click();
  await settle();
  await card.updateComplete;
}

async function choose(key: string, value: string): Promise<void> {
  const select = find<HTMLSelectElement>(`[data-choice=${key}]`)!;
  select.value = value;
  select.dispatchEvent(new Event("change"));
  await settle();
}

const calls = (): unknown[][] =>
  house.calls.map(([domain, service, fields]) => [
    `${String(domain)}.${String(service)}`,
    fields,
  ]);

describe("before a session", () => {
  it("shows the routines and their exercises with pictures", async () => {
    await show(view());
    expect(find("section")?.dataset.scene).toBe("idle");
    expect(text()).toContain("1 of 3 this week");
    expect(text(".strip")).toContain("Side plank Left side");
    expect(
      card.shadowRoot!.querySelectorAll(".strip [data-picture]"),
    ).toHaveLength(2);
  });

  it("starts the routine that was chosen", async () => {
    await show(view());
    await tap("[data-action=start]");
    expect(calls()).toEqual([
      [
        "backcare.start_routine",
        { config_entry_id: "entry", routine: "full_core_30" },
      ],
    ]);
  });

  it("keeps what was chosen: a routine of the person's own by its name", async () => {
    await show(view());
    await choose("routine", "own_1");
    await choose("level_choice", "2");
    await tap("[data-action=start]");
    expect(calls()).toEqual([
      [
        "select.select_option",
        { entity_id: "select.anna_routine", option: "<b>Mine</b>" },
      ],
      [
        "select.select_option",
        { entity_id: "select.anna_level_choice", option: "2" },
      ],
      [
        "backcare.start_routine",
        { config_entry_id: "entry", routine: "own_1" },
      ],
    ]);
  });

  it("takes over what was chosen elsewhere", async () => {
    await show(view());
    await choose("routine", "own_1");
    await tell(view({}, { routine: "own_1" }));
    await tell(view({}, { routine: "full_core_30" }));
    await tap("[data-action=start]");
    expect(calls().at(-1)?.[1]).toMatchObject({ routine: "full_core_30" });
  });

  it("chooses for this time where the entity is switched off", async () => {
    await show(view({ entities: {} }));
    expect(
      find<HTMLSelectElement>("[data-choice=level_choice]")?.disabled,
    ).toBe(true);
    await choose("routine", "own_1");
    await tap("[data-action=start]");
    expect(calls()).toHaveLength(1);
    expect(calls()[0]?.[1]).toMatchObject({ routine: "own_1" });
  });

  it("leads to the safety check", async () => {
    await show(view({}, { refusal: "safety_not_confirmed" }));
    expect(text(".refusal")).toContain(en.safety);
    expect(find<HTMLButtonElement>("[data-action=start]")?.disabled).toBe(true);
  });

  it("shows markup as text", async () => {
    await show(
      view({ name: "<img src=x onerror=alert(1)>" }, { routine: "own_1" }),
    );
    expect(text("h2")).toBe("<img src=x onerror=alert(1)>");
    expect(card.shadowRoot!.querySelector("img, option b")).toBeNull();
  });
});

describe("the weeks", () => {
  const asked = (command: string): object[] =>
    house.connection
      .askedOf(`backcare/${command}`)
      .map(({ type, config_entry_id, ...fields }) => fields);

  it("are in the heading, unless they are shown elsewhere", async () => {
    await show(view());
    expect(text("header")).toContain("34 min · week 4 of 12");
    card.remove();
    await show(view(), { show_week: false });
    expect(find(".week")).toBeNull();
  });

  it("wait with a training: now, later or not today", async () => {
    await show(view({}, { plan: { next_at: null, due_at: serverNow() } }));
    expect(text("[data-prompt=due]")).toContain("is waiting");
    await tap("[data-action=later]");
    await tap("[data-action=leave-out]");
    expect(asked("plan")).toEqual([{ answer: "later" }, { answer: "skip" }]);
    await tap("[data-action=start-due]");
    expect(calls()[0]?.[1]).toMatchObject({ routine: "full_core_30" });
  });

  it("offer something that can be refused", async () => {
    const offer = { kind: "harder", text: "Shall we?" } as const;
    await show(view({}, { programme: programme({ offer }) }));
    expect(text("[data-prompt=why] p")).toBe("Shall we?");
    await tap("[data-action=accept]");
    await tap("[data-action=refuse]");
    expect(asked("decide")).toEqual([{ accept: true }, { accept: false }]);
  });

  it("go on after a hold, with a second step", async () => {
    const held = programme({ on_hold: true, why: "Rest, and ask." });
    await show(view({}, { programme: held }));
    expect(text("[data-prompt=hold] p")).toBe("Rest, and ask.");
    expect(find<HTMLDetailsElement>(".prompt details")?.open).toBe(false);
    await tap("[data-action=release]");
    expect(asked("release")).toEqual([{}]);
  });

  it("ask how the morning after is, and say what that means", async () => {
    house.response = { class: "green", meaning: "Level 4 next time." };
    await show(view({}, { programme: nextDay() }));
    find("[data-rating=pain_next_day][value='2']")!.focus();
    await tap("[data-rating=pain_next_day][value='2']");
    expect(calls()[0]?.[1]).toEqual({
      config_entry_id: "entry",
      session_id: "s1",
      pain_next_day: 2,
    });
    await tell(view());
    expect(text("[data-prompt=why]")).toBe("Level 4 next time.");
    expect(text("[aria-live=polite]")).toBe("Level 4 next time.");
    expect(card.shadowRoot!.activeElement).toBe(find("section"));
    await tell(view({ session: session() }));
    await tell(view());
    expect(find(".prompt")).toBeNull();
  });

  it("do not ask again on this device who passed", async () => {
    await show(view({}, { programme: nextDay() }));
    await tap("[data-action=pass]");
    expect(find(".prompt")).toBeNull();
    expect(calls()).toEqual([]);
  });

  it("have a practice for in between", async () => {
    const practice = {
      routine: "seated_transversus",
      today: 2,
      goal: 4,
      next_at: null,
    };
    await show(view({}, { practice }));
    expect(text(".practice")).toBe("Seated practice: 2 of 4 today");
    await tap("[data-action=practice]");
    expect(calls()[0]?.[1]).toMatchObject({ routine: "seated_transversus" });
  });

  it("bring something to read, until it is put away", async () => {
    const info = { id: "sitting", text: "<b>Get up</b> now and then." };
    await show(view({}, { info, disclaimer: "No medical advice." }));
    expect(find<HTMLDetailsElement>("[data-fold=info]")?.open).toBe(false);
    expect(text("[data-fold=info] p")).toBe(info.text);
    expect(text(".disclaimer")).toBe("No medical advice.");
    await tap("[data-action=got-it]");
    expect(asked("dismiss")).toEqual([{}]);
  });

  it("say why an answer was refused", async () => {
    await show(view({}, { plan: { next_at: null, due_at: serverNow() } }));
    house.connection.refusal = {
      code: "not_allowed",
      translation_domain: "backcare",
      translation_key: "no_training_due",
    };
    await tap("[data-action=later]");
    expect(text("[role=alert]")).toContain("no_training_due");
  });

  it("see a new day without a word from the server", async () => {
    vi.useFakeTimers();
    await show(view());
    const draw = vi.spyOn(card, "requestUpdate");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(draw).toHaveBeenCalled();
    card.remove();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});

describe("during a session", () => {
  it("shows what to do, the ring and what comes next", async () => {
    await show(view({ session: session() }));
    expect(find("section")?.dataset).toMatchObject({
      scene: "session",
      kind: "hold",
      status: "active",
    });
    expect(text(".now")).toBe(
      "Hold Side plank Left side · Set 1 of 3 Lift your hips.",
    );
    expect(text(".next")).toContain("Forearm plank");
    const ring = find<BackcareRing>("backcare-ring")!;
    expect(ring.countdown?.remaining).toBe(20);
    expect(
      find(".stage .figure [data-picture='side_plank.left']"),
    ).toBeTruthy();
  });

  it("moves the figure with the session, and not while it is paused", async () => {
    vi.useFakeTimers();
    const moved: number[] = [];
    SVGSVGElement.prototype.setCurrentTime = (seconds) => moved.push(seconds);
    await show(view({ session: session() }));
    moved.length = 0;
    await vi.advanceTimersByTimeAsync(400);
    expect(moved).toHaveLength(10);
    expect(moved.at(-1)).toBeCloseTo(10.4, 1);
    const held = phase({ ends_at: null, remaining: 12 });
    await tell(view({ session: session({ status: "paused", phase: held }) }));
    expect(moved.at(-1)).toBeCloseTo(18, 1);
    moved.length = 0;
    await vi.advanceTimersByTimeAsync(400);
    expect(moved).toEqual([]);
    card.remove();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it.each([
    ["pause", "pause_session"],
    ["skip", "skip"],
    ["previous", "previous"],
    ["stop", "stop_session"],
  ])("does at once what %s asks", async (button, action) => {
    await show(view({ session: session() }));
    await tap(`[data-action=${button}]`);
    expect(calls()).toEqual([
      [`backcare.${action}`, { config_entry_id: "entry" }],
    ]);
  });

  it("resumes with the same button, which keeps its focus", async () => {
    await show(view({ session: session() }));
    const button = find("[data-action=pause]")!;
    button.focus();
    await tell(view({ session: session({ status: "paused" }) }));
    expect(find("[data-action=resume]")).toBe(button);
    expect(card.shadowRoot!.activeElement).toBe(button);
    await tap("[data-action=resume]");
    expect(calls()[0]?.[0]).toBe("backcare.resume_session");
  });

  it("tells a screen reader each phase once", async () => {
    await show(view());
    const spoken = find("[aria-live=polite]")!;
    await tell(view({ session: session() }));
    expect(spoken.textContent).toContain("Side plank.");
    const said = spoken.textContent;
    const later = { remaining: 10, ends_at: serverNow() + 10_000 };
    await tell(view({ session: session({ phase: phase(later) }) }));
    expect(find("[aria-live=polite]")).toBe(spoken);
    expect(spoken.textContent).toBe(said);
  });

  it("has no buttons for who may only look", async () => {
    await show(view({ session: session(), can_control: false }));
    expect(find(".controls")).toBeNull();
    expect(text()).toContain(en.onlyLooking);
  });

  it("says why something was refused, in words", async () => {
    await show(view({ session: session() }));
    house.refusal = {
      code: "service_validation_error",
      translation_domain: "backcare",
      translation_key: "no_active_session",
    };
    await tap("[data-action=skip]");
    expect(text("[role=alert]")).toContain("no_active_session");
    house.refusal = { message: "Unauthorized" };
    await tap("[data-action=skip]");
    expect(text("[role=alert]")).toBe("Unauthorized");
    house.refusal = null;
    await tap("[data-action=skip]");
    expect(find("[role=alert]")).toBeNull();
  });

  it("says nothing old when it is shown again", async () => {
    await show(view({ session: session() }));
    house.refusal = { message: "Unauthorized" };
    await tap("[data-action=skip]");
    card.remove();
    document.body.append(card);
    await settle();
    await card.updateComplete;
    expect(find("[role=alert]")).toBeNull();
  });

  it("keeps the screen awake until it is over", async () => {
    const release = vi.fn(async () => undefined);
    const request = vi.fn(async () => ({ release }));
    vi.stubGlobal("navigator", { wakeLock: { request } });
    await show(view({ session: session() }));
    await tell(view({ session: session({ status: "paused" }) }));
    document.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect(request).toHaveBeenCalledTimes(2);
    await tell(view());
    expect(release).toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});

describe("after a session", () => {
  const done = (ratings = {}): object =>
    view({}, { last: lastSession({ ratings }) });

  it("says what to do about severe pain", async () => {
    const warning_signs = [
      { title: "Today", action: "Call.", signs: ["A numb foot"] },
    ];
    const last = lastSession({ advice: "Stop and rest.", warning_signs });
    await show(view({}, { last }));
    expect(text("[data-scene=done] [role=alert]")).toBe("Stop and rest.");
    expect(find<HTMLDetailsElement>("details")?.open).toBe(true);
    expect(text("details")).toContain("Today Call. A numb foot");
    await tell(done());
    expect(find("[data-scene=done] [role=alert]")).toBeNull();
  });

  it("keeps a rating with one tap", async () => {
    await show(done());
    await tap("[data-rating=pain_during][value='3']");
    expect(calls()).toEqual([
      [
        "backcare.rate_session",
        { config_entry_id: "entry", session_id: "s1", pain_during: 3 },
      ],
    ]);
    await tell(done({ pain_during: 3 }));
    const pressed = find("[data-rating=pain_during][aria-pressed=true]");
    expect(pressed?.getAttribute("value")).toBe("3");
    expect(find("[data-rating=effort][aria-pressed=true]")).toBeNull();
  });

  it("says what the ratings mean for the next time", async () => {
    house.response = { class: "green", meaning: "Level 4 next time." };
    await show(done());
    expect(find(".meaning")).toBeNull();
    await tap("[data-rating=effort][value='3']");
    expect(text(".meaning")).toBe("Level 4 next time.");
    await tap("[data-action=dismiss]");
    expect(find(".prompt")).toBeNull();
  });

  it("keeps why it was stopped", async () => {
    const stopped = (reason: "pain" | null): object =>
      view({}, { last: lastSession({ outcome: "cancelled", reason }) });
    await show(stopped(null));
    await tap("[data-action=reason-pain]");
    expect(house.connection.askedOf("backcare/reason")).toEqual([
      {
        type: "backcare/reason",
        config_entry_id: "entry",
        session_id: "s1",
        reason: "pain",
      },
    ]);
    await tell(stopped("pain"));
    expect(
      find("[data-action=reason-pain]")?.getAttribute("aria-pressed"),
    ).toBe("true");
  });

  it("goes away when it is put away, for good", async () => {
    await show(done());
    expect(text("h2")).toBe("Well done!");
    await tap("[data-action=dismiss]");
    expect(find("section")?.dataset.scene).toBe("idle");
    card.remove();
    await show(done());
    expect(find("section")?.dataset.scene).toBe("idle");
    card.remove();
    await show({ ...done(), entry_id: "other" });
    expect(find("section")?.dataset.scene).toBe("done");
  });
});

describe("the mat view", () => {
  async function open(): Promise<HTMLDialogElement> {
    await show(view({ session: session() }));
    await tap("[data-action=mat]");
    return find<HTMLDialogElement>("dialog")!;
  }

  const press = async (key: string): Promise<void> => {
    find("dialog")!.dispatchEvent(new KeyboardEvent("keydown", { key }));
    await settle();
  };

  it("shows the session once, and closes with its button", async () => {
    const dialog = await open();
    expect(dialog.open).toBe(true);
    expect(card.shadowRoot!.querySelectorAll("backcare-ring")).toHaveLength(1);
    expect(dialog.querySelector("backcare-ring")).toBeTruthy();
    await tap("[data-action=close]");
    expect(dialog.open).toBe(false);
    expect(find("ha-card backcare-ring")).toBeTruthy();
  });

  it("obeys the keys", async () => {
    await open();
    for (const key of [" ", "ArrowRight", "ArrowLeft", "x"]) await press(key);
    expect(calls().map(([action]) => action)).toEqual([
      "backcare.pause_session",
      "backcare.skip",
      "backcare.previous",
    ]);
  });

  it("stays for the ratings, and closes when they are put away", async () => {
    const dialog = await open();
    await tell(view({}, { last: lastSession() }));
    expect(dialog.querySelector("[data-scene=done]")).toBeTruthy();
    await tap("[data-action=dismiss]");
    expect(dialog.open).toBe(false);
  });
});

describe("what can go wrong", () => {
  it("says that the connection is lost, and takes no orders", async () => {
    await show(view({ session: session() }));
    house.connection.lose();
    await card.updateComplete;
    expect(text("[role=status]")).toBe(en.offline);
    expect(card.hasAttribute("offline")).toBe(true);
    expect(find<HTMLButtonElement>("[data-action=skip]")?.disabled).toBe(true);
    house.connection.mend();
    await settle();
    await tell(view({ session: session() }));
    expect(find("[role=status]")).toBeNull();
    expect(find<HTMLButtonElement>("[data-action=skip]")?.disabled).toBe(false);
  });

  it.each([
    [{ entity: "light.kitchen" }, "not_found", en.notices.not_found],
    [{}, "not_found", en.notices.nobody],
    [{}, "ambiguous", en.notices.ambiguous],
    [{}, "unknown_command", en.notices.no_integration],
  ])("tells for %o that it is %s", async (config, code, words) => {
    house.connection.refusal = { code };
    await show(null, config);
    expect(text("[role=status]")).toBe(words);
  });

  it.each([5, {}, ["switch.anna"]])(
    "does not understand the entity %o, and says so",
    async (entity) => {
      await show(null, { entity });
      expect(text("[role=status]")).toBe(en.notices.config);
      expect(house.connection.asked).toEqual([]);
    },
  );

  it("asks for a device where no entity is named", async () => {
    await show(view(), { entity: "d1" });
    expect(house.connection.asked[0]).toMatchObject({ device_id: "d1" });
  });

  it("offers to reload when it is older than the integration", async () => {
    await show({ protocol: 2, version: "9.0.0" });
    expect(text()).toContain("9.0.0");
    expect(text("button")).toBe(en.reload);
  });
});

describe("in a dashboard", () => {
  it("speaks the language of who looks, and follows the theme", async () => {
    house = home({ language: "nl", themes: { darkMode: true } });
    await show(view());
    expect(text("[data-action=start]")).toContain(nl.start);
    expect(card.hasAttribute("dark")).toBe(true);
  });

  it("does not wait for the theme", async () => {
    house = home({ themes: null });
    await show(view());
    expect(card.hasAttribute("dark")).toBe(false);
    card.hass = { ...house, themes: { darkMode: true } };
    await card.updateComplete;
    expect(card.hasAttribute("dark")).toBe(true);
  });

  it("does not draw again for a state of something else", async () => {
    await show(view());
    const draw = vi.spyOn(card, "requestUpdate");
    card.hass = { ...house, states: {} };
    expect(draw).not.toHaveBeenCalled();
    card.hass = { ...house, language: "nl" };
    expect(draw).toHaveBeenCalled();
  });

  it("leaves nothing behind, and comes back as it was", async () => {
    await show(view({ session: session() }));
    card.remove();
    await settle();
    expect(house.connection.subscriberCount).toBe(0);
    document.body.append(card);
    await settle();
    expect(find("section")?.dataset.scene).toBe("session");
    expect(house.connection.subscriberCount).toBe(1);
  });

  it("tells its size, and begins with a person", () => {
    expect(card.getCardSize()).toBeGreaterThan(0);
    expect(card.getGridOptions()).toMatchObject({ columns: 12 });
    const entity_id = "switch.anna";
    house = home({
      entities: {
        "light.a": { entity_id: "light.a", platform: "hue" },
        [entity_id]: { entity_id, platform: "backcare" },
      },
    });
    expect(BackcareCard.getStubConfig(house)).toEqual({ entity: entity_id });
    expect(BackcareCard.getStubConfig(home())).toEqual({});
  });
});

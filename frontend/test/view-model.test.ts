import { describe, expect, it } from "vitest";

import type { View } from "../src/protocol";
import { en } from "../src/strings/en";
import { nl } from "../src/strings/nl";
import {
  sceneOf,
  type DoneScene,
  type IdleScene,
  type NoticeScene,
  type SessionScene,
  type Situation,
} from "../src/view-model";
import {
  HOUR,
  lastSession,
  nextDay,
  phase,
  programme,
  ROUTINES,
  serverNow,
  session,
  view,
} from "./home";

function scene<T>(changes: Partial<Situation> = {}, words = en): T {
  return sceneOf(
    {
      view: view(),
      problem: "loading",
      hasTarget: false,
      isOnline: true,
      isAdmin: true,
      cardVersion: "0.1.0",
      version: "0.1.0",
      routines: ROUTINES.routines,
      chosen: "",
      now: serverNow(),
      dismissed: "",
      skipped: "",
      meaning: "",
      showsWeek: true,
      reading: { language: "en", timeZone: "UTC", hourCycle: "h23" },
      ...changes,
    },
    words,
  ) as T;
}

describe("without a view", () => {
  const notice = (changes: Partial<Situation>): NoticeScene =>
    scene({ view: null, ...changes });

  it("is busy as long as something will come", () => {
    expect(notice({ problem: "loading" }).isBusy).toBe(true);
    expect(notice({ problem: "starting" }).isBusy).toBe(true);
    expect(notice({ problem: "gone" }).isBusy).toBe(false);
  });

  it("tells a lost connection from a slow one", () => {
    expect(notice({ problem: "loading", isOnline: false }).text).toBe(
      en.notices.offline,
    );
  });

  it("tells a wrong entity from a home where nobody trains", () => {
    expect(notice({ problem: "not_found", hasTarget: true })).toMatchObject({
      text: en.notices.not_found,
      link: null,
    });
    const nobody = notice({ problem: "not_found" });
    expect(nobody.text).toBe(en.notices.nobody);
    expect(nobody.link?.href).toContain("backcare");
    expect(notice({ problem: "not_found", isAdmin: false }).link).toBeNull();
  });

  it("offers to reload when the versions do not fit", () => {
    const outdated = notice({ problem: "outdated", version: "9.0.0" });
    expect(outdated.reload).toBe(en.reload);
    expect(outdated.text).toContain("0.1.0");
    expect(outdated.text).toContain("9.0.0");
  });

  it.each([
    "ambiguous",
    "unauthorized",
    "no_integration",
    "half_updated",
    "config",
    "unknown",
  ] as const)("has words for %s", (problem) => {
    expect(notice({ problem }).text).toBe(en.notices[problem]);
  });
});

describe("before a session", () => {
  it("shows the routines with their length, and the exercises of the chosen one", () => {
    const idle = scene<IdleScene>();
    expect(idle.routines.map(({ label }) => label)).toEqual([
      "Full core routine · 36 min",
      "<b>Mine</b> · 5 min",
    ]);
    expect(idle.facts).toBe("36 min · 21 sets");
    expect(idle.exercises).toEqual([
      { name: "Forearm plank", detail: "3 sets", picture: "plank" },
      {
        name: "Side plank",
        detail: "Left side · 1 set",
        picture: "side_plank.left",
      },
    ]);
    expect(idle.week).toEqual({
      done: 1,
      goal: 3,
      text: "1 of 3 this week",
      details: "34 min · week 4 of 12",
    });
    expect(idle.canStart).toBe(true);
  });

  it("believes what was chosen here before the server knows", () => {
    const idle = scene<IdleScene>({ chosen: "own_1" });
    expect(idle.routines.find(({ isChosen }) => isChosen)?.value).toBe("own_1");
    expect(idle.exercises).toHaveLength(1);
  });

  it("knows the name of the routine before the others are there", () => {
    expect(scene<IdleScene>({ routines: [] })).toMatchObject({
      routines: [{ label: "Full core routine", isChosen: true }],
      facts: "",
      exercises: [],
    });
  });

  it("says which level is automatic", () => {
    const { levels } = scene<IdleScene>({}, nl);
    expect(levels[0]).toEqual({
      value: "auto",
      label: "Automatisch (nu niveau 5)",
      isChosen: true,
    });
    expect(levels[1]?.label).toBe("Niveau 1");
  });

  it("asks kindly for the safety check", () => {
    const refused = view({}, { refusal: "safety_not_confirmed" });
    expect(scene<IdleScene>({ view: refused })).toMatchObject({
      canStart: false,
      refusal: { text: en.safety, link: { label: en.openSettings } },
    });
    const guest = scene<IdleScene>({ view: refused, isAdmin: false });
    expect(guest.refusal?.link).toBeNull();
    expect(guest.refusal?.text).toContain(en.safetyAsk);
  });

  it("lets nobody start without a right to, or without a connection", () => {
    expect(
      scene<IdleScene>({ view: view({ can_control: false }) }),
    ).toMatchObject({
      canStart: false,
      canChooseLevel: false,
      refusal: { text: en.onlyLooking },
    });
    expect(scene<IdleScene>({ isOnline: false })).toMatchObject({
      canStart: false,
      refusal: null,
    });
  });
});

describe("the weeks", () => {
  const idle = (
    idleChanges: Partial<View["idle"]> = {},
    changes: Partial<Situation> = {},
  ): IdleScene => scene({ view: view({}, idleChanges), ...changes });
  const { week } = view().idle;
  const due = { next_at: null, due_at: serverNow() };

  it("are told in a few words", () => {
    const long = { ...week, minutes_goal: 90, streak: 5, programme_week: 13 };
    expect(idle({ week: long }).week?.details).toBe(
      "34 of 90 min · 5 weeks in a row",
    );
    expect(idle({ week: { ...week, streak: 1 } }).week?.details).toBe(
      "34 min · week 4 of 12",
    );
    expect(idle({}, { showsWeek: false }).week).toBeNull();
  });

  it("say what is planned", () => {
    const now = Date.UTC(2026, 10, 23, 12);
    const plan = { next_at: now + 30 * HOUR, due_at: null };
    const practice = {
      routine: "seated_transversus",
      today: 2,
      goal: 4,
      next_at: now + HOUR,
    };
    const resting = programme({ rest_until: now + 7 * 24 * HOUR });
    const scene = idle({ plan, practice, programme: resting }, { now });
    expect(scene.plans).toEqual([
      "Next training: tomorrow 18:00",
      "Rest until Mon, Nov 30 12:00, or take the gentle session.",
      "Next seated practice: today 13:00",
    ]);
    expect(scene.practice).toEqual({
      routine: "seated_transversus",
      text: "Seated practice: 2 of 4 today",
      canStart: true,
    });
    expect(idle().plans).toEqual([]);
  });

  it("ask for one thing at a time, the most urgent first", () => {
    const offer = { kind: "level_up", text: "Level 4?" } as const;
    const all = { ...nextDay(), why: "Well done.", on_hold: true, offer };
    const kinds = [
      idle({ plan: due, programme: all }),
      idle({ plan: due, programme: { ...all, on_hold: false } }),
      idle({ programme: { ...all, on_hold: false } }),
      idle({ programme: { ...all, on_hold: false, next_day: null } }),
      idle(),
      idle({ plan: due, programme: all, refusal: "safety_not_confirmed" }),
    ].map(({ prompt }) => prompt?.kind);
    expect(kinds).toEqual([
      "hold",
      "due",
      "next_day",
      "why",
      undefined,
      undefined,
    ]);
  });

  it("say why, and say nothing twice", () => {
    const offer = { kind: "level_up", text: "Level 4?" } as const;
    const said = programme({ why: "Level 4?", offer });
    expect(idle({ programme: said }, { meaning: "Well done." }).prompt).toEqual(
      {
        kind: "why",
        texts: ["Well done.", "Level 4?"],
        hasOffer: true,
      },
    );
    expect(idle({ programme: programme({ why: "Rest." }) }).prompt).toEqual({
      kind: "why",
      texts: ["Rest."],
      hasOffer: false,
    });
  });

  it.each([
    [{}, "next_day"],
    [{ skipped: "s1" }, undefined],
    [{ now: serverNow() - 2 * HOUR }, undefined],
    [{ now: serverNow() + 2 * HOUR }, undefined],
  ])("ask about the next morning in its time: %o", (changes, kind) => {
    expect(idle({ programme: nextDay() }, changes).prompt?.kind).toBe(kind);
  });

  it("offer something to read, and open what waits for something", () => {
    const read = idle({
      info: { id: "sitting", text: "Get up now and then." },
      programme: programme({ review: "After 4 weeks: 11 sessions." }),
    });
    expect(read.folds).toEqual([
      {
        kind: "review",
        title: en.review,
        text: "After 4 weeks: 11 sessions.",
        isOpen: false,
      },
      {
        kind: "info",
        title: en.info,
        text: "Get up now and then.",
        isOpen: false,
      },
    ]);
    const info = { id: "consult", text: "Did you ask?" };
    expect(idle({ info }).folds[0]?.isOpen).toBe(true);
  });

  it("are kept from who only looks, as far as they are health", () => {
    const guest = view({ can_control: false }, { programme: null, plan: due });
    expect(scene<IdleScene>({ view: guest })).toMatchObject({
      prompt: null,
      folds: [],
      week: { done: 1 },
    });
  });
});

describe("during a session", () => {
  const during = (changes = {}): SessionScene =>
    scene({ view: view({ session: session(changes) }) });

  it("says what to do, for how long, and what comes next", () => {
    expect(during()).toMatchObject({
      name: "Full core routine",
      phaseKind: "hold",
      phaseName: "Hold",
      headline: "Side plank",
      details: ["Left side", "Set 1 of 3"],
      instruction: "Lift your hips.",
      picture: "side_plank.left",
      next: { name: "Forearm plank", picture: "plank" },
      progress: { done: 3, total: 21, text: "3 of 21 sets done" },
      timeLeft: "25 min left",
      isPaused: false,
      announcement:
        "Hold. Side plank. Left side. Set 1 of 3. 30 seconds. Lift your hips.",
    });
  });

  it("counts repetitions, and leaves out what is only one", () => {
    const moving = phase({
      kind: "move",
      side_name: null,
      set_count: 1,
      repetition_count: 8,
    });
    expect(during({ phase: moving }).details).toEqual(["8 repetitions"]);
  });

  it("says in a rest what comes, not what was", () => {
    const resting = phase({ kind: "rest", instruction: "In a moment: Plank." });
    expect(during({ phase: resting })).toMatchObject({
      headline: "In a moment: Plank.",
      details: [],
      instruction: "",
      announcement: "Rest. In a moment: Plank. 30 seconds.",
    });
  });

  it("says that it is paused, and nothing comes after the last exercise", () => {
    expect(during({ status: "paused", next: null })).toMatchObject({
      isPaused: true,
      announcement: "Paused",
      next: null,
    });
  });
});

describe("after a session", () => {
  const after = (last = {}, changes: Partial<Situation> = {}): DoneScene =>
    scene({ view: view({}, { last: lastSession(last) }), ...changes });

  it("says what was done and asks how it felt", () => {
    expect(after({ ratings: { effort: 6 } })).toMatchObject({
      kind: "done",
      headline: "Well done!",
      facts: ["34 min", "21 of 21 sets done", "1 of 3 this week"],
      words: en.kindWords.finished,
      ratings: [
        { key: "pain_during", value: undefined },
        { key: "effort", value: 6 },
      ],
    });
  });

  it.each(["cancelled", "interrupted"] as const)(
    "is kind when it was %s",
    (outcome) => {
      expect(after({ outcome })).toMatchObject({
        headline: en.outcomes[outcome],
        words: en.kindWords[outcome],
      });
    },
  );

  it("praises nobody for what was skipped", () => {
    expect(after({ completed: 0.7 })).toMatchObject({
      isProud: true,
      words: en.kindWords.most,
    });
    expect(after({ completed: 0.2 })).toMatchObject({
      isProud: false,
      headline: en.outcomes.little,
      words: en.kindWords.little,
    });
    expect(after({ completed: 0.2, outcome: "cancelled" })).toMatchObject({
      isProud: false,
      headline: en.outcomes.cancelled,
      words: en.kindWords.little,
    });
  });

  it("praises the goal of the week, also beyond it", () => {
    const reached = view({}, { last: lastSession(), week_count: 4 });
    expect(scene<DoneScene>({ view: reached }).words).toBe(en.weekReached);
  });

  it("is over when it was put away, on another day, and when the next one runs", () => {
    expect(after({}, { dismissed: "s1" }).kind).toBe("idle");
    expect(after({ ended_at: serverNow() - 25 * HOUR }).kind).toBe("idle");
    const running = view({ session: session() }, { last: lastSession() });
    expect(scene<SessionScene>({ view: running }).kind).toBe("session");
  });

  it("asks nothing of who only looks", () => {
    const last = lastSession({ outcome: "cancelled" });
    const guest = view({ can_control: false }, { last });
    expect(scene<DoneScene>({ view: guest })).toMatchObject({
      ratings: [],
      reasons: [],
    });
  });

  it("asks why it was stopped, only if it was", () => {
    const stopped = after({ outcome: "cancelled", reason: "no_time" });
    expect(stopped.reasons.map(({ value }) => value)).toEqual([
      "pain",
      "too_hard",
      "no_time",
      "other",
    ]);
    expect(stopped.reasons.find(({ isChosen }) => isChosen)?.label).toBe(
      en.reasons.no_time,
    );
    expect(after().reasons).toEqual([]);
  });

  it("says what a rating means", () => {
    expect(after({}, { meaning: "Next time level 4." }).meaning).toBe(
      "Next time level 4.",
    );
  });
});

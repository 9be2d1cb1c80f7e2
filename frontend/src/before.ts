/** Works out what the card draws before a session. */

import { momentText } from "./moments";
import type { Exercise, Programme, View, Week } from "./protocol";
import type { Strings } from "./strings";
import type { Situation } from "./view-model";

const SETTINGS_PATH = "/config/integrations/integration/backcare";
const PROGRAMME_WEEKS = 12;
/** One week is no row. */
const ROW = 2;
/** The reminder that waits for something to be done. */
const CONSULT = "consult";

export interface Link {
  readonly href: string;
  readonly label: string;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

export interface Listed {
  readonly name: string;
  readonly detail: string;
  readonly picture: string;
}

/** Why a session can't be started, and where that is mended. */
export interface Refused {
  readonly text: string;
  readonly link: Link | null;
}

/** The one thing that matters most now. */
export type Prompt =
  | { readonly kind: "hold"; readonly text: string }
  | { readonly kind: "due"; readonly text: string }
  | { readonly kind: "next_day"; readonly sessionId: string }
  | {
      readonly kind: "why";
      readonly texts: readonly string[];
      readonly hasOffer: boolean;
    };

/** Something to read for who wants to. */
export interface Fold {
  readonly kind: "info" | "review";
  readonly title: string;
  readonly text: string;
  readonly isOpen: boolean;
}

/** Before a session. */
export interface IdleScene {
  readonly kind: "idle";
  readonly name: string;
  /** Nothing where the week is hidden. */
  readonly week: {
    readonly done: number;
    readonly goal: number;
    readonly text: string;
    readonly details: string;
  } | null;
  readonly prompt: Prompt | null;
  readonly routines: readonly Choice[];
  readonly levels: readonly Choice[];
  readonly canChooseLevel: boolean;
  readonly facts: string;
  readonly exercises: readonly Listed[];
  readonly refusal: Refused | null;
  readonly canStart: boolean;
  /** When to train next, and until when to rest. */
  readonly plans: readonly string[];
  readonly practice: {
    readonly routine: string;
    readonly text: string;
    readonly canStart: boolean;
  } | null;
  readonly folds: readonly Fold[];
  readonly disclaimer: string | null;
  /** What the last rating means for the next session. */
  readonly meaning: string;
}

/** Returns what to draw before a session. */
export function before(
  view: View,
  situation: Situation,
  words: Strings,
): IdleScene {
  const { idle } = view;
  const refusal = refusalOf(view, situation.isAdmin, words);
  const canStart = situation.isOnline && !refusal;
  const chosen = situation.chosen || idle.routine;
  const routine = situation.routines.find(({ id }) => id === chosen);
  const choices = situation.routines.map(({ id, name, total_seconds }) => ({
    value: id,
    label: `${name} · ${minutes(total_seconds, words)}`,
    isChosen: id === chosen,
  }));
  return {
    kind: "idle",
    name: view.name,
    week: situation.showsWeek ? weekOf(idle.week, words) : null,
    prompt: refusal ? null : promptOf(view, situation, words),
    routines: choices.length
      ? choices
      : [{ value: idle.routine, label: idle.routine_name, isChosen: true }],
    levels: idle.levels.map((level) => ({
      value: level,
      label:
        level === "auto"
          ? words.levelAuto(idle.level)
          : words.levelNumber(level),
      isChosen: level === idle.level_choice,
    })),
    canChooseLevel: view.can_control && "select.level_choice" in view.entities,
    facts: routine
      ? [
          minutes(routine.total_seconds, words),
          words.sets(routine.set_count),
        ].join(" · ")
      : "",
    exercises: (routine?.exercises ?? []).map((exercise) => ({
      ...listed(exercise),
      detail: [exercise.side_name, words.sets(exercise.set_count)]
        .filter(Boolean)
        .join(" · "),
    })),
    refusal,
    canStart,
    plans: plansOf(view, situation, words),
    practice: idle.practice && {
      routine: idle.practice.routine,
      text: words.practice(idle.practice.today, idle.practice.goal),
      canStart,
    },
    folds: foldsOf(view, words),
    disclaimer: idle.disclaimer,
    meaning: situation.meaning,
  };
}

function refusalOf(
  view: View,
  isAdmin: boolean,
  words: Strings,
): Refused | null {
  if (!view.can_control) return { text: words.onlyLooking, link: null };
  if (!view.idle.refusal) return null;
  const text = isAdmin ? words.safety : `${words.safety} ${words.safetyAsk}`;
  return { text, link: settings(isAdmin, words) };
}

function weekOf(week: Week, words: Strings): NonNullable<IdleScene["week"]> {
  const { count, goal, minutes: done, minutes_goal, streak } = week;
  const parts = [
    minutes_goal === null
      ? words.minutes(done)
      : words.minutesDone(done, minutes_goal),
  ];
  if (week.programme_week <= PROGRAMME_WEEKS) {
    parts.push(words.programmeWeek(week.programme_week, PROGRAMME_WEEKS));
  }
  if (streak >= ROW) parts.push(words.streak(streak));
  return {
    done: count,
    goal,
    text: words.weekCount(count, goal),
    details: parts.join(" · "),
  };
}

/** Only one, so that nobody has to choose what to read first. */
function promptOf(
  { idle }: View,
  situation: Situation,
  words: Strings,
): Prompt | null {
  const { programme, plan } = idle;
  const { now, reading, meaning } = situation;
  if (programme?.on_hold) {
    return { kind: "hold", text: programme.why ?? words.onHold };
  }
  if (plan.due_at !== null) {
    const text = words.due(momentText(plan.due_at, now, reading, words));
    return { kind: "due", text };
  }
  if (programme?.next_day && isAsked(programme.next_day, situation)) {
    return { kind: "next_day", sessionId: programme.next_day.session_id };
  }
  const said = [meaning, programme?.why, programme?.offer?.text];
  const texts = [...new Set(said.filter((text) => text))] as string[];
  const hasOffer = Boolean(programme?.offer);
  return texts.length ? { kind: "why", texts, hasOffer } : null;
}

function isAsked(
  { session_id, from_at, until_at }: NonNullable<Programme["next_day"]>,
  { now, skipped }: Situation,
): boolean {
  return session_id !== skipped && from_at <= now && now < until_at;
}

function plansOf(
  { idle }: View,
  { now, reading }: Situation,
  words: Strings,
): readonly string[] {
  const { plan, practice, programme } = idle;
  const lines: readonly [
    number | null | undefined,
    (when: string) => string,
  ][] = [
    [plan.due_at === null ? plan.next_at : null, words.planned],
    [programme?.rest_until, words.restUntil],
    [practice?.next_at, words.nextPractice],
  ];
  return lines.flatMap(([at, say]) =>
    at ? [say(momentText(at, now, reading, words))] : [],
  );
}

function foldsOf({ idle }: View, words: Strings): readonly Fold[] {
  const { info, programme } = idle;
  const review = programme?.review;
  return [
    ...(review
      ? [{ kind: "review", title: words.review, text: review, isOpen: false }]
      : []),
    ...(info
      ? [
          {
            kind: "info",
            title: words.info,
            text: info.text,
            isOpen: info.id === CONSULT,
          },
        ]
      : []),
  ] as readonly Fold[];
}

/** Returns an exercise as it is listed. */
export function listed(exercise: Exercise): Listed {
  const { exercise_name: name, side_name, picture } = exercise;
  return { name, detail: side_name ?? "", picture };
}

/** Returns where the settings are, for who may see them. */
export function settings(isAdmin: boolean, words: Strings): Link | null {
  return isAdmin ? { href: SETTINGS_PATH, label: words.openSettings } : null;
}

function minutes(seconds: number, words: Strings): string {
  return words.minutes(Math.max(1, Math.round(seconds / 60)));
}

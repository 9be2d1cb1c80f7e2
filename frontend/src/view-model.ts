/** Works out what the card draws, as plain words and numbers: no elements, no time of its own. */

import { countdownOf, type Countdown } from "./countdown";
import type { Problem } from "./feed";
import type {
  Exercise,
  LastSession,
  Phase,
  PhaseKind,
  RatingKey,
  Routine,
  Session,
  View,
} from "./protocol";
import type { Strings } from "./strings";

/** Which part of the sets is nearly all of them, and which is most. */
const ALL = 0.9;
const MOST = 0.6;
const ASKED_RATINGS: readonly RatingKey[] = ["pain_during", "effort"];
const SETTINGS_PATH = "/config/integrations/integration/backcare";

/** What is known, and what the person who looks did on the card. */
export interface Situation {
  readonly view: View | null;
  readonly problem: Problem | "config";
  readonly hasTarget: boolean;
  readonly isOnline: boolean;
  readonly isAdmin: boolean;
  readonly cardVersion: string;
  readonly version: string;
  readonly routines: readonly Routine[];
  /** The routine that was chosen here, before the server knows. */
  readonly chosen: string;
  /** The server's time. */
  readonly now: number;
  /** The last session that was put away. */
  readonly dismissed: string;
}

export interface Link {
  readonly href: string;
  readonly label: string;
}

/** A few words in the place of a training. */
export interface NoticeScene {
  readonly kind: "notice";
  readonly text: string;
  readonly isBusy: boolean;
  readonly link: Link | null;
  /** The words of a button that reloads the page. */
  readonly reload: string | null;
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

/** Before a session. */
export interface IdleScene {
  readonly kind: "idle";
  readonly name: string;
  readonly week: {
    readonly done: number;
    readonly goal: number;
    readonly text: string;
  };
  readonly routines: readonly Choice[];
  readonly levels: readonly Choice[];
  readonly canChooseLevel: boolean;
  readonly facts: string;
  readonly exercises: readonly Listed[];
  readonly refusal: Refused | null;
  readonly canStart: boolean;
}

/** During a session. */
export interface SessionScene {
  readonly kind: "session";
  readonly name: string;
  readonly progress: {
    readonly done: number;
    readonly total: number;
    readonly text: string;
  };
  readonly timeLeft: string;
  readonly phaseKind: PhaseKind;
  readonly phaseName: string;
  readonly headline: string;
  readonly details: readonly string[];
  readonly instruction: string;
  readonly picture: string;
  readonly next: Listed | null;
  readonly countdown: Countdown;
  readonly isPaused: boolean;
  readonly canControl: boolean;
  /** What a screen reader says, once for each phase. */
  readonly announcement: string;
}

export interface RatingRow {
  readonly key: RatingKey;
  readonly label: string;
  readonly lowest: string;
  readonly highest: string;
  readonly value: number | undefined;
}

/** After a session. */
export interface DoneScene {
  readonly kind: "done";
  readonly sessionId: string;
  readonly isProud: boolean;
  readonly headline: string;
  readonly routine: string;
  readonly facts: readonly string[];
  readonly words: string;
  readonly ratings: readonly RatingRow[];
  readonly advice: string | null;
}

export type Scene = NoticeScene | IdleScene | SessionScene | DoneScene;

/** Returns what to draw. */
export function sceneOf(situation: Situation, words: Strings): Scene {
  const { view } = situation;
  if (!view) return notice(situation, words);
  if (view.session) return during(view, view.session, words);
  const { last } = view.idle;
  if (
    last &&
    last.session_id !== situation.dismissed &&
    isSameDay(last.ended_at, situation.now)
  ) {
    return after(view, last, words);
  }
  return before(view, situation, words);
}

function notice(situation: Situation, words: Strings): NoticeScene {
  const { problem, isOnline, hasTarget, isAdmin } = situation;
  const scene = {
    kind: "notice",
    isBusy: false,
    link: null,
    reload: null,
  } as const;
  if (problem === "outdated") {
    const text = words.outdated(situation.cardVersion, situation.version);
    return { ...scene, text, reload: words.reload };
  }
  if (problem === "not_found" && !hasTarget) {
    return {
      ...scene,
      text: words.notices.nobody,
      link: settings(isAdmin, words),
    };
  }
  if (problem === "loading" && !isOnline) {
    return { ...scene, text: words.notices.offline };
  }
  const isBusy = problem === "loading" || problem === "starting";
  return { ...scene, isBusy, text: words.notices[problem] };
}

function before(view: View, situation: Situation, words: Strings): IdleScene {
  const { idle } = view;
  const refusal = refusalOf(view, situation.isAdmin, words);
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
    week: {
      done: idle.week_count,
      goal: idle.week_goal,
      text: words.weekCount(idle.week_count, idle.week_goal),
    },
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
    canStart: situation.isOnline && !refusal,
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

function during(view: View, session: Session, words: Strings): SessionScene {
  const { phase, next, set_done_count: done, set_total_count: total } = session;
  const isPaused = session.status === "paused";
  const shown = described(phase, words);
  const announced = [
    words.kinds[phase.kind],
    shown.headline,
    ...shown.details,
    words.seconds(Math.round(phase.duration)),
    shown.instruction,
  ];
  return {
    kind: "session",
    name: session.routine_name,
    progress: { done, total, text: words.setsDone(done, total) },
    timeLeft: words.minutesLeft(Math.max(1, Math.ceil(session.remaining / 60))),
    phaseKind: phase.kind,
    phaseName: words.kinds[phase.kind],
    ...shown,
    picture: phase.picture,
    next: next && listed(next),
    countdown: countdownOf(phase),
    isPaused,
    canControl: view.can_control,
    announcement: isPaused ? words.paused : sentences(announced),
  };
}

function described(
  phase: Phase,
  words: Strings,
): Pick<SessionScene, "headline" | "details" | "instruction"> {
  const { instruction } = phase;
  // A rest belongs to the set that was, and its instruction says what comes.
  if (phase.kind === "rest") {
    return { headline: instruction, details: [], instruction: "" };
  }
  const details = [];
  if (phase.side_name) details.push(phase.side_name);
  if (phase.set_count > 1)
    details.push(words.setOf(phase.set_number, phase.set_count));
  if (phase.repetition_count > 1) {
    details.push(words.repetitions(phase.repetition_count));
  }
  return { headline: phase.exercise_name, details, instruction };
}

function sentences(parts: readonly string[]): string {
  return parts
    .filter(Boolean)
    .map((part) => part.replace(/\.?$/, "."))
    .join(" ");
}

function after(view: View, last: LastSession, words: Strings): DoneScene {
  const { idle } = view;
  const { outcome, completed } = last;
  const isLittle = completed < MOST;
  return {
    kind: "done",
    sessionId: last.session_id,
    isProud: outcome === "finished" && !isLittle,
    headline:
      words.outcomes[outcome === "finished" && isLittle ? "little" : outcome],
    routine: last.routine_name,
    facts: [
      words.minutes(last.minutes),
      words.setsDone(last.set_done_count, last.set_total_count),
      words.weekCount(idle.week_count, idle.week_goal),
    ],
    words: kindWords(last, idle.week_count >= idle.week_goal, words),
    ratings: view.can_control
      ? ASKED_RATINGS.map((key) => ({
          key,
          label: words.ratings[key],
          lowest: words.scales[key][0],
          highest: words.scales[key][1],
          value: last.ratings[key],
        }))
      : [],
    advice: last.advice,
  };
}

/** Nobody is praised for what was skipped, and nobody is told off. */
function kindWords(
  { outcome, completed }: LastSession,
  isGoalReached: boolean,
  words: Strings,
): string {
  if (completed < MOST) return words.kindWords.little;
  if (outcome !== "finished") return words.kindWords[outcome];
  if (isGoalReached) return words.weekReached;
  return words.kindWords[completed < ALL ? "most" : "finished"];
}

function listed(exercise: Exercise): Listed {
  const { exercise_name: name, side_name, picture } = exercise;
  return { name, detail: side_name ?? "", picture };
}

function minutes(seconds: number, words: Strings): string {
  return words.minutes(Math.max(1, Math.round(seconds / 60)));
}

function settings(isAdmin: boolean, words: Strings): Link | null {
  return isAdmin ? { href: SETTINGS_PATH, label: words.openSettings } : null;
}

/** Days are those of the device: that is where its calendar hangs. */
function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** Works out what the card draws, as plain words and numbers: no elements, no time of its own. */

import {
  before,
  listed,
  settings,
  type IdleScene,
  type Link,
  type Listed,
} from "./before";
import { countdownOf, type Countdown } from "./countdown";
import type { Problem } from "./feed";
import type { Reading } from "./moments";
import type {
  LastSession,
  Phase,
  PhaseKind,
  RatingKey,
  Routine,
  Session,
  StopReason,
  View,
  WarningSigns,
} from "./protocol";
import type { Strings } from "./strings";

/** Which part of the sets is nearly all of them, and which is most. */
const ALL = 0.9;
const MOST = 0.6;
const ASKED_RATINGS: readonly RatingKey[] = ["pain_during", "effort"];
const REASONS: readonly StopReason[] = ["pain", "too_hard", "no_time", "other"];

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
  /** The session about whose next morning nobody wants to be asked. */
  readonly skipped: string;
  /** What the last rating means for the next session. */
  readonly meaning: string;
  readonly showsWeek: boolean;
  readonly reading: Reading;
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

/** Why a session was stopped. */
export interface ReasonChoice {
  readonly value: StopReason;
  readonly label: string;
  readonly isChosen: boolean;
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
  readonly reasons: readonly ReasonChoice[];
  readonly ratings: readonly RatingRow[];
  readonly meaning: string;
  readonly advice: string | null;
  readonly warningSigns: readonly WarningSigns[];
}

export type {
  Choice,
  Fold,
  IdleScene,
  Link,
  Listed,
  Prompt,
  Refused,
} from "./before";
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
    return after(view, last, situation.meaning, words);
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

function after(
  view: View,
  last: LastSession,
  meaning: string,
  words: Strings,
): DoneScene {
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
    reasons:
      view.can_control && outcome === "cancelled"
        ? REASONS.map((value) => ({
            value,
            label: words.reasons[value],
            isChosen: value === last.reason,
          }))
        : [],
    ratings: view.can_control
      ? ASKED_RATINGS.map((key) => ratingRow(key, words, last.ratings[key]))
      : [],
    meaning,
    advice: last.advice,
    warningSigns: last.warning_signs,
  };
}

/** Returns a question that has an answer from 0 to 10. */
export function ratingRow(
  key: RatingKey,
  words: Strings,
  value?: number,
): RatingRow {
  const [lowest, highest] = words.scales[key];
  return { key, label: words.ratings[key], lowest, highest, value };
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

/** Days are those of the device: that is where its calendar hangs. */
function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/**
 * What the integration tells of a person.
 *
 * Moments (`now`, `…_at`) are Unix milliseconds of the server's clock, durations are seconds.
 */

export const PROTOCOL = 1;

export type PhaseKind = "prepare" | "hold" | "move" | "side_change" | "rest";
export type Side = "none" | "left" | "right" | "alternating";
export type RatingKey =
  "pain_before" | "pain_during" | "effort" | "pain_next_day";
export type StopReason = "pain" | "too_hard" | "no_time" | "other";

/** An exercise, its side and the key of its picture. */
export interface Exercise {
  readonly exercise: string;
  readonly exercise_name: string;
  readonly side: Side;
  readonly side_name: string | null;
  readonly picture: string;
}

/** A slice of a session with one instruction. */
export interface Phase extends Exercise {
  readonly kind: PhaseKind;
  readonly set_number: number;
  readonly set_count: number;
  readonly repetition_count: number;
  readonly duration: number;
  readonly remaining: number;
  readonly ends_at: number | null;
  /** Seconds left to get back into position, before the phase goes on. */
  readonly reentry: number;
  readonly instruction: string;
}

/** A session that runs or is paused. */
export interface Session {
  readonly id: string;
  readonly status: "active" | "paused";
  readonly routine: string;
  readonly routine_name: string;
  readonly level: number | null;
  readonly started_at: number;
  readonly total: number;
  readonly remaining: number;
  readonly ends_at: number | null;
  readonly phase_number: number;
  readonly phase_count: number;
  readonly set_done_count: number;
  readonly set_total_count: number;
  readonly phase: Phase;
  readonly next: Exercise | null;
}

/** Signs that want help, by how soon, in the person's language. */
export interface WarningSigns {
  readonly title: string;
  readonly action: string;
  readonly signs: readonly string[];
}

/** The last session that ended. */
export interface LastSession {
  readonly session_id: string;
  readonly routine_name: string;
  readonly ended_at: number;
  readonly minutes: number;
  readonly outcome: "finished" | "cancelled" | "interrupted";
  readonly completed: number;
  readonly set_done_count: number;
  readonly set_total_count: number;
  /** Why it was stopped, as far as that was told. */
  readonly reason: StopReason | null;
  readonly ratings: Readonly<Partial<Record<RatingKey, number>>>;
  /** What to do about severe pain, in the person's language. */
  readonly advice: string | null;
  readonly warning_signs: readonly WarningSigns[];
}

/** How this week goes, and which one of the programme it is. */
export interface Week {
  readonly count: number;
  readonly goal: number;
  readonly minutes: number;
  readonly minutes_goal: number | null;
  /** Weeks in a row that met the goal. */
  readonly streak: number;
  readonly programme_week: number;
  readonly programme_session: number;
}

/** What is planned, and what waits now. */
export interface Plan {
  readonly next_at: number | null;
  readonly due_at: number | null;
}

/** What the programme says, offers and asks, in the person's language. */
export interface Programme {
  readonly why: string | null;
  /** What the weeks of the programme were that are over. */
  readonly review: string | null;
  readonly on_hold: boolean;
  readonly rest_until: number | null;
  readonly offer: {
    readonly kind: "level_up" | "harder" | "standard";
    readonly text: string;
  } | null;
  /** The session after which the next morning is asked about, and when. */
  readonly next_day: {
    readonly session_id: string;
    readonly from_at: number;
    readonly until_at: number;
  } | null;
}

/** The practice of some times a day. */
export interface Practice {
  readonly routine: string;
  readonly today: number;
  readonly goal: number;
  readonly next_at: number | null;
}

/** Something to read between sessions, in the person's language. */
export interface Info {
  readonly id: string;
  readonly text: string;
}

/** What the next session would be, and what the last one was. */
export interface Idle {
  readonly routine: string;
  readonly routine_name: string;
  readonly level: number;
  readonly level_choice: string;
  readonly levels: readonly string[];
  readonly week_count: number;
  readonly week_goal: number;
  readonly week: Week;
  readonly plan: Plan;
  /** How the person is doing is only for who may control them. */
  readonly programme: Programme | null;
  readonly practice: Practice | null;
  readonly info: Info | null;
  readonly disclaimer: string | null;
  readonly refusal: string | null;
  readonly last: LastSession | null;
}

/** A person. */
export interface View {
  readonly protocol: number;
  readonly version: string;
  readonly now: number;
  readonly entry_id: string;
  readonly name: string;
  readonly language: string;
  readonly entities: Readonly<Record<string, string>>;
  readonly can_control: boolean;
  readonly routines_revision: string;
  readonly session: Session | null;
  readonly idle: Idle;
}

/** A person who is not there, or not now. */
export interface Gone {
  readonly protocol: number;
  readonly gone: true;
}

/** A routine at the level of the person. */
export interface Routine {
  readonly id: string;
  readonly name: string;
  readonly total_seconds: number;
  readonly set_count: number;
  readonly exercises: readonly (Exercise & { readonly set_count: number })[];
}

/** The routines that a person can do. */
export interface Routines {
  readonly revision: string;
  readonly routines: readonly Routine[];
}

/** Which person is meant; the only one if it says nothing. */
export type Target =
  | { readonly entity_id: string }
  | { readonly device_id: string }
  | Record<string, never>;

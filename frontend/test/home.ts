/** A home of a test: the connection and the actions of Home Assistant, and a person of it. */

import type {
  Connection,
  ConnectionEvent,
  HomeAssistant,
} from "../src/home-assistant";
import type {
  Exercise,
  LastSession,
  Phase,
  Programme,
  Routines,
  Session,
  View,
} from "../src/protocol";

export const HOUR = 3_600_000;

/** The server's clock is an hour ahead of this device. */
export const serverNow = (): number => performance.now() + HOUR;

const PLANK: Exercise = {
  exercise: "plank",
  exercise_name: "Forearm plank",
  side: "none",
  side_name: null,
  picture: "plank",
};
const SIDE_PLANK: Exercise = {
  exercise: "side_plank",
  exercise_name: "Side plank",
  side: "left",
  side_name: "Left side",
  picture: "side_plank.left",
};

export const ROUTINES: Routines = {
  revision: "1",
  routines: [
    {
      id: "full_core_30",
      name: "Full core routine",
      total_seconds: 2148,
      set_count: 21,
      exercises: [
        { ...PLANK, set_count: 3 },
        { ...SIDE_PLANK, set_count: 1 },
      ],
    },
    {
      id: "own_1",
      name: "<b>Mine</b>",
      total_seconds: 300,
      set_count: 2,
      exercises: [{ ...PLANK, set_count: 2 }],
    },
  ],
};

export function phase(changes: Partial<Phase> = {}): Phase {
  return {
    kind: "hold",
    ...SIDE_PLANK,
    set_number: 1,
    set_count: 3,
    repetition_count: 1,
    duration: 30,
    remaining: 20,
    ends_at: serverNow() + 20_000,
    reentry: 0,
    instruction: "Lift your hips.",
    ...changes,
  };
}

export function session(changes: Partial<Session> = {}): Session {
  return {
    id: "s2",
    status: "active",
    routine: "full_core_30",
    routine_name: "Full core routine",
    level: 5,
    started_at: serverNow() - 60_000,
    total: 2148,
    remaining: 1500,
    ends_at: serverNow() + 1_500_000,
    phase_number: 4,
    phase_count: 60,
    set_done_count: 3,
    set_total_count: 21,
    phase: phase(),
    next: PLANK,
    ...changes,
  };
}

export function lastSession(changes: Partial<LastSession> = {}): LastSession {
  return {
    session_id: "s1",
    routine_name: "Full core routine",
    ended_at: serverNow() - 60_000,
    minutes: 34,
    outcome: "finished",
    completed: 1,
    set_done_count: 21,
    set_total_count: 21,
    reason: null,
    ratings: {},
    advice: null,
    warning_signs: [],
    ...changes,
  };
}

export function programme(changes: Partial<Programme> = {}): Programme {
  return {
    why: null,
    review: null,
    on_hold: false,
    rest_until: null,
    offer: null,
    next_day: null,
    ...changes,
  };
}

/** Asks now about the morning after the session of yesterday. */
export function nextDay(): Programme {
  const [from_at, until_at] = [serverNow() - HOUR, serverNow() + HOUR];
  return programme({ next_day: { session_id: "s1", from_at, until_at } });
}

export function view(
  changes: Partial<Omit<View, "idle">> = {},
  idle: Partial<View["idle"]> = {},
): View {
  return {
    protocol: 1,
    version: "0.1.0",
    now: serverNow(),
    entry_id: "entry",
    name: "Anna",
    language: "en",
    entities: {
      "select.routine": "select.anna_routine",
      "select.level_choice": "select.anna_level_choice",
    },
    can_control: true,
    routines_revision: "1",
    session: null,
    idle: {
      routine: "full_core_30",
      routine_name: "Full core routine",
      level: 5,
      level_choice: "auto",
      levels: ["auto", "1", "2"],
      week_count: 1,
      week_goal: 3,
      week: {
        count: 1,
        goal: 3,
        minutes: 34,
        minutes_goal: null,
        streak: 0,
        programme_week: 4,
        programme_session: 11,
      },
      plan: { next_at: null, due_at: null },
      programme: programme(),
      practice: null,
      info: null,
      disclaimer: null,
      refusal: null,
      last: null,
      ...idle,
    },
    ...changes,
  };
}

/** A connection that says what the test lets it say. */
export class FakeConnection implements Connection {
  connected = true;
  refusal: object | number | null = null;
  asked: Record<string, unknown>[] = [];
  ended = 0;
  answers: Record<string, unknown> = { "backcare/routines": ROUTINES };
  #subscribers = new Set<(message: unknown) => void>();
  #listeners = new Map<ConnectionEvent, Set<() => void>>();

  get subscriberCount(): number {
    return this.#subscribers.size;
  }

  get listenerCount(): number {
    return [...this.#listeners.values()].reduce(
      (sum, set) => sum + set.size,
      0,
    );
  }

  async subscribeMessage<T>(
    callback: (message: T) => void,
    message: object,
  ): Promise<() => Promise<void>> {
    this.asked.push(message as Record<string, unknown>);
    await Promise.resolve();
    if (this.refusal !== null) throw this.refusal;
    const subscriber = callback as (message: unknown) => void;
    this.#subscribers.add(subscriber);
    return async () => {
      this.ended += 1;
      this.#subscribers.delete(subscriber);
    };
  }

  async sendMessagePromise<T>(message: object): Promise<T> {
    const { type, keys } = message as { type: string; keys?: string[] };
    this.asked.push(message as Record<string, unknown>);
    if (this.refusal !== null) throw this.refusal;
    if (type === "backcare/pictures") {
      return Object.fromEntries(
        keys!.map((key) => [
          key,
          `<svg data-picture="${key}"><animate /></svg>`,
        ]),
      ) as T;
    }
    return this.answers[type] as T;
  }

  addEventListener(type: ConnectionEvent, listener: () => void): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  removeEventListener(type: ConnectionEvent, listener: () => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  /** Tells all who subscribed. */
  tell(message: unknown): void {
    for (const subscriber of [...this.#subscribers]) subscriber(message);
  }

  /** Loses the connection, and everything that was subscribed. */
  lose(): void {
    this.connected = false;
    this.#subscribers.clear();
    for (const listener of this.#listeners.get("disconnected") ?? [])
      listener();
  }

  /** Is there again. */
  mend(): void {
    this.connected = true;
    for (const listener of this.#listeners.get("ready") ?? []) listener();
  }

  /** Returns what was asked of a kind. */
  askedOf(type: string): Record<string, unknown>[] {
    return this.asked.filter((message) => message.type === type);
  }
}

export interface Home extends HomeAssistant {
  connection: FakeConnection;
  calls: unknown[][];
  refusal: unknown;
  /** What an action answers that was asked for a response. */
  response: object | undefined;
}

export function home(
  changes: Partial<Omit<HomeAssistant, "connection">> = {},
): Home {
  const made: Home = {
    connection: new FakeConnection(),
    language: "en",
    config: { state: "RUNNING" },
    themes: { darkMode: false },
    user: { is_admin: true },
    states: {
      "select.anna_routine": {
        entity_id: "select.anna_routine",
        state: "full_core_30",
        attributes: { options: ["full_core_30", "<b>Mine</b>"] },
      },
      "select.anna_level_choice": {
        entity_id: "select.anna_level_choice",
        state: "auto",
        attributes: { options: ["auto", "1", "2"] },
      },
    },
    entities: {},
    devices: {},
    calls: [],
    refusal: null,
    response: undefined,
    callService: async (...call) => {
      made.calls.push(call);
      if (made.refusal) throw made.refusal;
      return call[5] ? { response: made.response } : {};
    },
    loadBackendTranslation: async () => (key, placeholders) =>
      `${key} ${JSON.stringify(placeholders)}`,
    ...changes,
  };
  return made;
}

/** Lets everything happen that is only waiting for its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

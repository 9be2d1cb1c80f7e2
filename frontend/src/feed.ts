/** Keeps up with a person: the view, the routines and the pictures, whatever the connection does. */

import { ServerClock } from "./countdown";
import type { Connection, HomeAssistant, Refusal } from "./home-assistant";
import {
  PROTOCOL,
  type Gone,
  type Routine,
  type Routines,
  type Target,
  type View,
} from "./protocol";

const CONNECTION_LOST = 3;
const STARTING_MS = 5_000;
const RETRY_MS = 30_000;
const GRACE_MS = 3_000;
/** A page that has only just begun is too busy to measure well. */
const MEASURE_MS = [1_000, 4_000];

/** Why there is nothing to be seen. */
export type Problem =
  | "loading"
  | "starting"
  | "not_found"
  | "ambiguous"
  | "unauthorized"
  | "gone"
  | "no_integration"
  | "outdated"
  | "half_updated"
  | "unknown";

const PROBLEMS: Readonly<Record<string, Problem>> = {
  not_found: "not_found",
  ambiguous: "ambiguous",
  unauthorized: "unauthorized",
  unknown_command: "no_integration",
};

type Timer = ReturnType<typeof setTimeout>;

const ignore = (): void => undefined;

/** Follows one person and tells after every change. */
export class Feed {
  readonly clock = new ServerClock();
  view: View | null = null;
  problem: Problem = "loading";
  isOnline = true;
  /** The version that the integration said it has. */
  version = "";
  routines: readonly Routine[] = [];

  readonly #onChange: () => void;
  #hass: HomeAssistant | null = null;
  #target: Target = {};
  #connection: Connection | null = null;
  #end: (() => Promise<void>) | null = null;
  /** Another number after every beginning: whoever began before is not heard any more. */
  #turn = 0;
  #timers: Partial<Record<"retry" | "grace" | "measure", Timer>> = {};
  #revision = "";
  #pictures = new Map<string, string>();
  #asked = new Set<string>();
  #wanted: string[] = [];

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Follows a person, from now on; again and again is fine. */
  follow(hass: HomeAssistant, target: Target): void {
    this.#hass = hass;
    const isSame = JSON.stringify(this.#target) === JSON.stringify(target);
    if (hass.connection === this.#connection && isSame) return;
    this.leave();
    this.#target = target;
    this.#connection = hass.connection;
    this.#connection.addEventListener("ready", this.#begin);
    this.#connection.addEventListener("disconnected", this.#lose);
    if (!isSame) this.#forget();
    if (this.#connection.connected) this.#begin();
    else this.#lose();
  }

  /** Stops following. */
  leave(): void {
    this.#connection?.removeEventListener("ready", this.#begin);
    this.#connection?.removeEventListener("disconnected", this.#lose);
    this.#connection = null;
    this.#stop();
    this.#end?.().catch(ignore);
    this.#end = null;
  }

  /** Returns a picture; one that is not here yet is fetched, and told when it is. */
  picture(key: string): string {
    if (!this.#asked.has(key)) {
      this.#asked.add(key);
      if (!this.#wanted.length)
        queueMicrotask(() => void this.#fetchPictures());
      this.#wanted.push(key);
    }
    return this.#pictures.get(key) ?? "";
  }

  /** Learns the server's time better, as after this device was asleep. */
  measure(): void {
    this.#measureIn([0]);
  }

  readonly #begin = (): void => {
    const connection = this.#connection;
    if (!connection) return;
    this.#stop();
    this.clock.forget();
    this.isOnline = true;
    const turn = this.#turn;
    const sentAt = performance.now();
    let isFirst = true;
    this.#subscribe(connection, (view) => {
      if (turn !== this.#turn) return;
      this.#hear(view, isFirst ? sentAt : undefined);
      isFirst = false;
    }).then(
      (end) => {
        if (turn === this.#turn) this.#end = end;
        else end().catch(ignore);
      },
      (refusal: Refusal | number) => {
        if (turn === this.#turn) this.#fail(refusal);
      },
    );
    this.#onChange();
  };

  readonly #lose = (): void => {
    this.#stop();
    // The next connection counts its commands anew: ending this one could end another.
    this.#end = null;
    this.isOnline = false;
    this.#onChange();
  };

  #stop(): void {
    this.#turn += 1;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers = {};
  }

  #subscribe(
    connection: Connection,
    callback: (view: View | Gone) => void,
  ): Promise<() => Promise<void>> {
    // Subscribing again by itself would leave an error that nobody catches.
    return connection.subscribeMessage(
      callback,
      { type: "backcare/subscribe", ...this.#target },
      { resubscribe: false },
    );
  }

  #hear(view: View | Gone, sentAt: number | undefined): void {
    if (view.protocol !== PROTOCOL) {
      this.version = (view as View).version ?? "";
      this.#show(null, view.protocol > PROTOCOL ? "outdated" : "half_updated");
      return;
    }
    if ("gone" in view) {
      // A reload takes a moment, and nobody has to see it.
      this.#timers.grace ??= setTimeout(
        () => this.#show(null, "gone"),
        GRACE_MS,
      );
      return;
    }
    clearTimeout(this.#timers.grace);
    delete this.#timers.grace;
    this.clock.hear(view.now, sentAt);
    if (this.clock.isDoubtful) this.#measureIn(MEASURE_MS);
    const old = this.view;
    if (
      old &&
      (old.version !== view.version || old.language !== view.language)
    ) {
      this.#forgetPictures();
    }
    this.version = view.version;
    this.#show(view, this.problem);
    if (view.routines_revision !== this.#revision)
      void this.#fetchRoutines(view);
  }

  #forget(): void {
    this.view = null;
    this.problem = "loading";
    this.routines = [];
    this.#revision = "";
    this.#forgetPictures();
  }

  #forgetPictures(): void {
    this.#pictures.clear();
    this.#asked.clear();
  }

  #show(view: View | null, problem: Problem): void {
    this.view = view;
    this.problem = problem;
    this.#onChange();
  }

  #fail(refusal: Refusal | number): void {
    // Lost on the way: it begins again when the connection is ready.
    if (typeof refusal === "number" || refusal.code === CONNECTION_LOST) return;
    const { code } = refusal;
    // Who answered before is starting again, also while we are still told that it runs.
    const isStarting =
      code === "unknown_command" &&
      (this.view !== null || this.#hass?.config.state !== "RUNNING");
    const problem = isStarting
      ? "starting"
      : (PROBLEMS[String(code)] ?? "unknown");
    this.#timers.retry = setTimeout(
      this.#begin,
      isStarting ? STARTING_MS : RETRY_MS,
    );
    this.#show(null, problem);
  }

  #measureIn([delay, ...later]: readonly number[]): void {
    clearTimeout(this.#timers.measure);
    if (delay === undefined) return;
    this.#timers.measure = setTimeout(() => {
      this.#measure();
      this.#measureIn(later);
    }, delay);
  }

  #measure(): void {
    const connection = this.#connection;
    if (!connection?.connected || !this.view) return;
    const turn = this.#turn;
    const sentAt = performance.now();
    let isFirst = true;
    const ending = this.#subscribe(connection, (view) => {
      if (!isFirst) return;
      isFirst = false;
      ending.then((end) => end()).catch(ignore);
      if (turn !== this.#turn || "gone" in view) return;
      this.clock.hear(view.now, sentAt);
      this.#onChange();
    });
    ending.catch(ignore);
  }

  async #fetchRoutines(view: View): Promise<void> {
    const turn = this.#turn;
    this.#revision = view.routines_revision;
    try {
      const answer = await this.#ask<Routines>(view, "backcare/routines", {});
      if (turn !== this.#turn) return;
      this.#revision = answer.revision;
      this.routines = answer.routines;
      this.#onChange();
    } catch {
      // The next view asks again.
      this.#revision = "";
    }
  }

  async #fetchPictures(): Promise<void> {
    const { view } = this;
    const keys = this.#wanted;
    this.#wanted = [];
    if (!view) return;
    try {
      const answer = await this.#ask<Record<string, string>>(
        view,
        "backcare/pictures",
        {
          keys,
        },
      );
      for (const [key, picture] of Object.entries(answer)) {
        this.#pictures.set(key, picture);
      }
      this.#onChange();
    } catch {
      // The next view asks again.
      for (const key of keys) this.#asked.delete(key);
    }
  }

  #ask<T>(view: View, type: string, fields: object): Promise<T> {
    const message = { type, config_entry_id: view.entry_id, ...fields };
    return this.#connection
      ? this.#connection.sendMessagePromise<T>(message)
      : Promise.reject(new Error("nobody is followed"));
  }
}

/** Lets the cues of a session sound on this device, if whoever uses this browser wishes so. */

import type { Connection } from "./home-assistant";
import { Player, type Message } from "./player";

const CHANNEL = "backcare-sound";
const RETRY_MS = 30_000;

/** Whether the cues sound here; "blocked" if a tap is wanted first. */
export type SoundState = "off" | "blocked" | "ready";

/** What the cards and pages of one browser tell each other: the cues must not sound twice. */
interface Claim {
  readonly entryId: string;
  readonly isTaken: boolean;
}

const ignore = (): void => undefined;

/** One for the page: a browser that allowed it once does not want another tap. */
let context: AudioContext | undefined;
const audio = (): AudioContext => (context ??= new AudioContext());

/** The cues of one person on this device. */
export class DeviceSound {
  readonly #onChange: () => void;
  #connection: Connection | null = null;
  #entryId = "";
  /** Only there while it is on. */
  #channel: BroadcastChannel | null = null;
  #isTaken = false;
  /** Only there while it listens. */
  #player: Player | null = null;
  #end: (() => Promise<void>) | null = null;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get state(): SoundState {
    if (!this.#channel) return "off";
    return audio().state === "running" && !this.#isTaken ? "ready" : "blocked";
  }

  /** Follows a person, from now on; again and again is fine. */
  follow(connection: Connection, entryId: string): void {
    if (connection === this.#connection && entryId === this.#entryId) return;
    this.unfollow();
    this.#connection = connection;
    this.#entryId = entryId;
    if (this.#isWished) this.#turnOn();
  }

  /** Stops following. */
  unfollow(): void {
    this.#turnOff();
    this.#connection = null;
    this.#entryId = "";
  }

  /** Turns it on or off; from a tap, which is what browsers want to hear of first. */
  toggle(): void {
    if (!this.#connection) return;
    if (this.state === "ready") {
      localStorage.removeItem(this.#key);
      this.#turnOff();
      this.#onChange();
    } else {
      localStorage.setItem(this.#key, "on");
      this.#isTaken = false;
      this.#turnOn();
    }
  }

  get #key(): string {
    return `backcare-sound-${this.#entryId}`;
  }

  get #isWished(): boolean {
    return localStorage.getItem(this.#key) !== null;
  }

  #turnOn(): void {
    if (!this.#channel) {
      this.#channel = new BroadcastChannel(CHANNEL);
      this.#channel.onmessage = ({ data }: MessageEvent<Claim>) =>
        this.#hear(data);
      this.#connection?.addEventListener("ready", this.#update);
      this.#connection?.addEventListener("disconnected", this.#lose);
      audio().addEventListener("statechange", this.#update);
      document.addEventListener("click", this.#wake);
      document.addEventListener("visibilitychange", this.#wake);
      window.addEventListener("pagehide", this.#stop);
    }
    this.#wake();
    this.#update();
  }

  #turnOff(): void {
    if (!this.#channel) return;
    this.#stop();
    this.#channel.close();
    this.#channel = null;
    this.#isTaken = false;
    clearTimeout(this.#retryTimer);
    this.#connection?.removeEventListener("ready", this.#update);
    this.#connection?.removeEventListener("disconnected", this.#lose);
    audio().removeEventListener("statechange", this.#update);
    document.removeEventListener("click", this.#wake);
    document.removeEventListener("visibilitychange", this.#wake);
    window.removeEventListener("pagehide", this.#stop);
  }

  /** Goes on after what silences a page: no tap yet, a call, another app. */
  readonly #wake = (): void => {
    if (audio().state !== "running") audio().resume().catch(ignore);
  };

  readonly #update = (): void => {
    const connection = this.#connection;
    if (this.state !== "ready") this.#stop();
    else if (connection?.connected && !this.#player) this.#listen(connection);
    this.#onChange();
  };

  #listen(connection: Connection): void {
    clearTimeout(this.#retryTimer);
    const player = new Player(audio());
    this.#player = player;
    this.#tell(true);
    let sentAt: number | undefined = performance.now();
    connection
      .subscribeMessage<Message>(
        (message) => {
          if (player === this.#player) player.hear(message, sentAt);
          sentAt = undefined;
        },
        { type: "backcare/listen", config_entry_id: this.#entryId },
        // By itself it would leave an error that nobody catches.
        { resubscribe: false },
      )
      .then(
        (end) => {
          if (player === this.#player) this.#end = end;
          else end().catch(ignore);
        },
        () => {
          if (player !== this.#player) return;
          this.#player = null;
          this.#retryTimer = setTimeout(this.#update, RETRY_MS);
        },
      );
  }

  readonly #stop = (): void => {
    if (!this.#player) return;
    this.#player.hush();
    this.#player = null;
    this.#end?.().catch(ignore);
    this.#end = null;
    if (!this.#isTaken) this.#tell(false);
  };

  /** What is about to sound still does; the next connection counts its commands anew. */
  readonly #lose = (): void => {
    this.#player = null;
    this.#end = null;
  };

  #tell(isTaken: boolean): void {
    this.#channel?.postMessage({
      entryId: this.#entryId,
      isTaken,
    } satisfies Claim);
  }

  /** Leaves it to whoever begins, and takes over from whoever leaves the page. */
  #hear({ entryId, isTaken }: Claim): void {
    if (entryId !== this.#entryId || isTaken === this.#isTaken) return;
    this.#isTaken = isTaken;
    if (!isTaken && !this.#isWished) this.#turnOff();
    this.#update();
  }
}

/** Plays files at moments of the server, by the clock of this device's sound. */

import { ServerClock } from "./countdown";

const TONES = "/backcare/tones/";
/** A tone that comes later would say something wrong. */
const LATEST_TONE_SECONDS = 0.15;
const LATEST_SPEECH_SECONDS = 1;
/** Enough for some sessions; a page can stay open for months. */
const MOST_FILES = 400;
const STALE_MS = 1_000;

interface Play {
  readonly id: number;
  readonly at: number;
  readonly url: string;
}

/** What the server tells a browser that listens. */
export type Message = { readonly now: number } & (
  | { readonly type: "fetch"; readonly urls: readonly string[] }
  | ({ readonly type: "play" } & Play)
  | { readonly type: "forget"; readonly ids: readonly number[] }
  | { readonly type: "hush" }
);

/** The files of one subscription, and what waits or sounds. */
export class Player {
  readonly #context: AudioContext;
  readonly #clock = new ServerClock();
  readonly #files = new Map<string, Promise<ArrayBuffer>>();
  readonly #plays = new Map<number, AudioBufferSourceNode | null>();

  constructor(context: AudioContext) {
    this.#context = context;
  }

  /** Does what a message says; `sentAt` is when it was asked for. */
  hear(message: Message, sentAt?: number): void {
    this.#clock.hear(message.now, sentAt);
    // What only a newer server says is left alone.
    switch (message.type) {
      case "fetch":
        for (const url of message.urls) void this.#file(url).catch(ignore);
        break;
      case "play":
        this.#play(message).catch(() => this.#plays.delete(message.id));
        break;
      case "forget":
        for (const id of message.ids) this.#drop(id);
        break;
      case "hush":
        this.hush();
    }
  }

  /** Stops what sounds and drops what waits. */
  hush(): void {
    for (const id of this.#plays.keys()) this.#drop(id);
  }

  #drop(id: number): void {
    this.#plays.get(id)?.stop();
    this.#plays.delete(id);
  }

  async #play({ id, at, url }: Play): Promise<void> {
    this.#plays.set(id, null);
    const file = await this.#file(url);
    // It takes what it is given.
    const sound = await this.#context.decodeAudioData(file.slice(0));
    if (!this.#plays.has(id)) return;
    const begin = this.#moment(this.#clock.toLocal(at));
    const latest = url.includes(TONES)
      ? LATEST_TONE_SECONDS
      : LATEST_SPEECH_SECONDS;
    if (this.#context.currentTime - begin > latest) {
      this.#plays.delete(id);
      return;
    }
    const source = this.#context.createBufferSource();
    source.buffer = sound;
    source.connect(this.#context.destination);
    source.onended = (): void => void this.#plays.delete(id);
    source.start(Math.max(0, begin));
    this.#plays.set(id, source);
  }

  /** Returns when to begin for what is to be heard at a moment of our own time. */
  #moment(local: number): number {
    const { currentTime, outputLatency } = this.#context;
    const { contextTime = 0, performanceTime = 0 } =
      this.#context.getOutputTimestamp();
    const now = performance.now();
    // Some browsers don't know, or no longer after an interruption.
    const isKnown = contextTime > 0 && now - performanceTime < STALE_MS;
    const heard = isKnown ? contextTime : currentTime - (outputLatency || 0);
    return heard + (local - (isKnown ? performanceTime : now)) / 1000;
  }

  #file(url: string): Promise<ArrayBuffer> {
    const file = this.#files.get(url) ?? download(url);
    // At the end: what was wanted last is kept longest.
    this.#files.delete(url);
    this.#files.set(url, file);
    file.catch(() => this.#files.delete(url));
    const [oldest] = this.#files.keys();
    if (this.#files.size > MOST_FILES && oldest) this.#files.delete(oldest);
    return file;
  }
}

const ignore = (): void => undefined;

async function download(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return response.arrayBuffer();
}

/** The ring that counts down: only its number changes each second, the rest moves by itself. */

import {
  css,
  html,
  LitElement,
  type PropertyValues,
  type TemplateResult,
} from "lit";

import {
  clockText,
  dial,
  untilNextText,
  type Countdown,
  type Dial,
  type ServerClock,
} from "./countdown";
import type { Strings } from "./strings";

const NOTHING: Dial = {
  remaining: 0,
  elapsed: 1,
  reentry: 0,
  isRunning: false,
};
const HALF_TURN = "rotate(180deg)";
const TURNS: Readonly<Record<string, Keyframe[]>> = {
  // It goes away at its end, where the halves overlap.
  "#first": [
    { transform: "none", opacity: 1 },
    { transform: HALF_TURN, opacity: 1, offset: 0.5 },
    { transform: HALF_TURN, opacity: 0, offset: 0.5 },
    { transform: HALF_TURN, opacity: 0 },
  ],
  "#second": [
    { transform: "none" },
    { transform: "none", offset: 0.5 },
    { transform: HALF_TURN },
  ],
  "#tip": [{ transform: "none" }, { transform: "rotate(360deg)" }],
};

/** Shows a countdown; asleep while nothing counts or nobody can see it. */
export class BackcareRing extends LitElement {
  static override properties = {
    countdown: { attribute: false },
    clock: { attribute: false },
    words: { attribute: false },
    isPaused: { attribute: false },
    shown: { state: true },
  };

  declare countdown: Countdown | undefined;
  declare clock: ServerClock | undefined;
  declare words: Strings | undefined;
  declare isPaused: boolean;
  /** What is to be seen now; the event `turn` tells when it starts, stops or jumps. */
  declare shown: Dial;

  #animations: Animation[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #calm = matchMedia("(prefers-reduced-motion: reduce)");

  constructor() {
    super();
    this.isPaused = false;
    this.shown = NOTHING;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#restart);
    this.#calm.addEventListener("change", this.#restart);
    if (this.hasUpdated) this.#restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#restart);
    this.#calm.removeEventListener("change", this.#restart);
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("countdown")) this.shown = this.#look();
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("countdown")) return;
    this.#turn();
    this.#wait();
  }

  protected override render(): TemplateResult {
    const { shown, words } = this;
    const text = clockText(shown.reentry || shown.remaining);
    let caption = "";
    if (this.isPaused) caption = words?.paused ?? "";
    else if (shown.reentry) caption = words?.reentry ?? "";
    return html`<div
      class="dial"
      role="timer"
      aria-label=${words?.timeLeft ?? ""}
    >
      <div class="track"></div>
      <div class="half right"><div class="arc" id="first"></div></div>
      <div class="half left"><div class="arc" id="second"></div></div>
      <div class="tip" ?hidden=${shown.elapsed >= 1}></div>
      <div class="tip" id="tip" ?hidden=${shown.elapsed >= 1}></div>
      <div class="middle">
        <span part="seconds" class=${text.length > 3 ? "long" : ""}
          >${text}</span
        >
        <span part="caption" ?hidden=${!caption}>${caption}</span>
      </div>
    </div>`;
  }

  readonly #restart = (): void => {
    this.shown = this.#look();
    this.#turn();
    this.#wait();
  };

  #look(): Dial {
    return this.countdown && this.clock
      ? dial(this.countdown, this.clock.now())
      : NOTHING;
  }

  /** Sleeps until another number has to be shown. */
  #wait(): void {
    clearTimeout(this.#timer);
    const { reentry, remaining, isRunning } = this.shown;
    if (!this.isConnected || document.hidden || !(reentry || isRunning)) return;
    this.#timer = setTimeout(
      () => {
        const was = this.shown;
        this.shown = this.#look();
        if (was.isRunning !== this.shown.isRunning || this.#calm.matches)
          this.#turn();
        this.#wait();
      },
      untilNextText(reentry || remaining),
    );
  }

  /** Turns the ring to where it should be, and lets it go on from there. */
  #turn(): void {
    for (const animation of this.#animations) animation.cancel();
    const duration = Math.max(1, (this.countdown?.duration ?? 0) * 1000);
    this.#animations = Object.entries(TURNS).flatMap(([id, frames]) => {
      const animation = this.renderRoot.querySelector(id)?.animate(frames, {
        duration,
        fill: "both",
      });
      if (!animation) return [];
      if (!this.shown.isRunning || this.#calm.matches) animation.pause();
      animation.currentTime = this.shown.elapsed * duration;
      return [animation];
    });
    this.dispatchEvent(new Event("turn"));
  }

  static override styles = css`
    :host {
      display: block;
      container-type: inline-size;
      aspect-ratio: 1;
    }
    .dial {
      --width: 8cqi;
      position: relative;
      width: 100%;
      aspect-ratio: 1;
    }
    .dial > * {
      position: absolute;
    }
    .track,
    .tip {
      inset: 0;
    }
    .track {
      box-sizing: border-box;
      border: var(--width) solid var(--backcare-track);
      border-radius: 50%;
    }
    .half {
      top: 0;
      bottom: 0;
      overflow: hidden;
    }
    /* The halves overlap by a hair, or a line would be seen between them. */
    .right {
      left: calc(50% - 0.5px);
      right: 0;
    }
    .left {
      left: 0;
      right: calc(50% - 0.5px);
    }
    .arc {
      box-sizing: border-box;
      position: absolute;
      inset: 0;
      border: var(--width) solid var(--backcare-accent);
      will-change: transform;
    }
    .right .arc {
      border-left: 0;
      border-radius: 0 50cqi 50cqi 0;
      transform-origin: 0.5px 50%;
    }
    .left .arc {
      border-right: 0;
      border-radius: 50cqi 0 0 50cqi;
      transform-origin: calc(100% - 0.5px) 50%;
    }
    .tip {
      will-change: transform;
    }
    .tip::before {
      content: "";
      position: absolute;
      left: calc(50% - var(--width) / 2);
      width: var(--width);
      height: var(--width);
      border-radius: 50%;
      background: var(--backcare-accent);
    }
    .middle {
      inset: var(--width);
      display: flex;
      flex-direction: column;
      align-items: center;
      justify-content: center;
      text-align: center;
    }
    [part="seconds"] {
      font-size: 42cqi;
      font-weight: 600;
      line-height: 1;
      font-variant-numeric: tabular-nums;
      letter-spacing: -0.02em;
    }
    [part="seconds"].long {
      font-size: 27cqi;
    }
    [part="caption"] {
      max-width: 64cqi;
      font-size: max(0.875rem, 7cqi);
      line-height: 1.2;
      font-weight: 500;
    }
    [hidden] {
      display: none;
    }
  `;
}

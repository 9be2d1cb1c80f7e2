/** What the scenes need from the card: its words, its pictures, and what taps do. */

import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";

import { icon, type Icon } from "../icons";
import type { Strings } from "../strings";

/** The actions of the integration that the card calls. */
export type Action =
  | "start_routine"
  | "pause_session"
  | "resume_session"
  | "skip"
  | "previous"
  | "stop_session"
  | "rate_session";

/** What can be tapped that is no action of the integration. */
export type Command = "decide" | "plan" | "release" | "reason" | "dismiss";

/** What can be put away on this device. */
export type Asked = "session" | "next_day";

/** What the person can choose before a session. */
export type ChoiceKey = "routine" | "level_choice";

/** The card, as its scenes know it. */
export interface Hands {
  readonly words: Strings;
  readonly isOnline: boolean;
  /** The buttons in the corner of every scene. */
  readonly tools: TemplateResult;
  /** Returns a picture of our own server as SVG, or nothing while it is fetched. */
  picture(key: string): string;
  run(action: Action, fields?: object): void;
  choose(key: ChoiceKey, value: string): void;
  answer(command: Command, fields?: object): void;
  dismiss(asked: Asked, sessionId: string): void;
}

/** Draws a picture of our own server; words beside it say what it shows. */
export function figure(svg: string): TemplateResult {
  return html`<div class="figure" aria-hidden="true">${unsafeHTML(svg)}</div>`;
}

/** A button with words. */
export interface TextButton {
  readonly name: string;
  readonly label: string;
  readonly press: () => void;
  readonly isDisabled?: boolean;
  readonly isMain?: boolean;
  readonly isPressed?: boolean;
}

/** Returns a button with words. */
export function textButton(button: TextButton): TemplateResult {
  const { name, label, press, isDisabled = false, isMain = false } = button;
  return html`<button
    type="button"
    class="wide ${isMain ? "main" : ""}"
    data-action=${name}
    aria-pressed=${button.isPressed ?? nothing}
    ?disabled=${isDisabled}
    @click=${press}
  >
    ${label}
  </button>`;
}

/** A button with a sign. */
export interface Button extends TextButton {
  readonly sign: Icon;
}

/** Returns a round button. */
export function roundButton(button: Button): TemplateResult {
  const {
    name,
    label,
    sign,
    press,
    isDisabled = false,
    isMain = false,
  } = button;
  return html`<button
    type="button"
    class="round ${isMain ? "main" : ""}"
    data-action=${name}
    aria-label=${label}
    title=${label}
    aria-pressed=${button.isPressed ?? nothing}
    ?disabled=${isDisabled}
    @click=${press}
  >
    ${icon(sign)}
  </button>`;
}

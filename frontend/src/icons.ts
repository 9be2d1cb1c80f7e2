/** The signs on the buttons, drawn in a square of 24. */

import { html, type TemplateResult } from "lit";

const PATHS = {
  play: "M8 5v14l11-7z",
  pause: "M6 5h4v14H6zm8 0h4v14h-4z",
  next: "M6 18l8.5-6L6 6zM16 6v12h2V6z",
  previous: "M6 6h2v12H6zm3.5 6l8.5 6V6z",
  stop: "M6 6h12v12H6z",
  expand: "M5 5h6v2H7v4H5zm8 0h6v6h-2V7h-4zM5 13h2v4h4v2H5zm12 0h2v6h-6v-2h4z",
  close:
    "M6.4 5L12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z",
  check: "M9 16.2L4.8 12l-1.4 1.4L9 19 21 7l-1.4-1.4z",
  sound:
    "M4 9v6h4l5 5V4L8 9zm11.5 3A4.5 4.5 0 0 0 14 8.6v6.8a4.5 4.5 0 0 0 1.5-3.4zM14 4.2v2.1a6 6 0 0 1 0 11.4v2.1a8 8 0 0 0 0-15.6z",
  silent:
    "M4 9v6h4l5 5V4L8 9zm17.5-.1l-1.4-1.4-2.6 2.6-2.6-2.6-1.4 1.4 2.6 2.6-2.6 2.6 1.4 1.4 2.6-2.6 2.6 2.6 1.4-1.4-2.6-2.6z",
  prepare:
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm1 5v4.6l3.2 1.9-1 1.7-4.2-2.5V8z",
  hold: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm0 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12zm0 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  move: "M7 8V4L1.5 9.5 7 15v-4h10v4l5.5-5.5L17 4v4z",
  side_change: "M8 3L3.5 7.5 8 12V9h12V6H8zm8 9v3H4v3h12v3l4.5-4.5z",
  rest: "M7 3h10v4.2L13.2 12l3.8 4.8V21H7v-4.2l3.8-4.8L7 7.2z",
};

export type Icon = keyof typeof PATHS;

/** Returns a sign; words beside it or on its button say the same. */
export function icon(name: Icon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d=${PATHS[name]} />
  </svg>`;
}

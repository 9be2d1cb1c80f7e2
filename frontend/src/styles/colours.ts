import { css } from "lit";

/** The colours; each kind of phase has its own, and never only that. */
export const colours = css`
  :host {
    --backcare-accent: var(--backcare-hold-color, #00796b);
    --backcare-on-accent: #fff;
    --backcare-soft: color-mix(
      in srgb,
      var(--primary-text-color) 8%,
      transparent
    );
    --backcare-track: color-mix(
      in srgb,
      var(--primary-text-color) 12%,
      transparent
    );
    --backcare-figure-skin: #e3a062;
    --backcare-figure-hair: #6d4430;
    --backcare-figure-shirt: #12918a;
    --backcare-figure-trousers: #3b648d;
    --backcare-figure-far-skin: #f0cdab;
    --backcare-figure-far-trousers: #9db1c6;
    --backcare-figure-mat: #bcdcd8;
    --backcare-figure-thing: #a89f91;
    --backcare-figure-accent: #d9730d;
    --backcare-figure-good: #2e7d32;
    --backcare-figure-bad: #c62828;
  }
  [data-kind="prepare"] {
    --backcare-accent: var(--backcare-prepare-color, #1565c0);
  }
  [data-kind="move"] {
    --backcare-accent: var(--backcare-move-color, #2e7d32);
  }
  [data-kind="side_change"] {
    --backcare-accent: var(--backcare-side-change-color, #6a1b9a);
  }
  [data-kind="rest"] {
    --backcare-accent: var(--backcare-rest-color, #a84300);
  }
  :host([dark]) {
    --backcare-accent: var(--backcare-hold-color, #4db6ac);
    --backcare-on-accent: #101414;
    --backcare-figure-skin: #efb57e;
    --backcare-figure-hair: #a9755a;
    --backcare-figure-shirt: #2fb5ac;
    --backcare-figure-trousers: #6f9cc9;
    --backcare-figure-far-skin: #8a6748;
    --backcare-figure-far-trousers: #42597a;
    --backcare-figure-mat: #2b5553;
    --backcare-figure-thing: #8d8579;
    --backcare-figure-accent: #ffb84d;
    --backcare-figure-good: #66bb6a;
    --backcare-figure-bad: #ef5350;
  }
  :host([dark]) [data-kind="prepare"] {
    --backcare-accent: var(--backcare-prepare-color, #64b5f6);
  }
  :host([dark]) [data-kind="move"] {
    --backcare-accent: var(--backcare-move-color, #81c784);
  }
  :host([dark]) [data-kind="side_change"] {
    --backcare-accent: var(--backcare-side-change-color, #ce93d8);
  }
  :host([dark]) [data-kind="rest"] {
    --backcare-accent: var(--backcare-rest-color, #ffb74d);
  }
  :host([offline]) section[data-scene] {
    --backcare-accent: var(--secondary-text-color);
    --backcare-on-accent: var(--card-background-color, #fff);
  }
`;

import { css } from "lit";

/** The scenes: narrow on a phone, two columns where there is room. */
export const scenes = css`
  .notice {
    min-height: 8em;
    align-items: center;
    justify-content: center;
    text-align: center;
  }

  .week {
    display: flex;
    align-items: center;
    gap: 0.5em;
  }
  .dots {
    display: flex;
    gap: 0.25em;
  }
  .dots i {
    box-sizing: border-box;
    width: 0.75em;
    height: 0.75em;
    border: 2px solid var(--backcare-accent);
    border-radius: 50%;
  }
  .dots .done {
    background: var(--backcare-accent);
  }
  .chooser {
    display: flex;
    flex-direction: column;
    gap: 0.25em;
    min-width: 0;
  }
  .chooser span {
    font-size: 0.875em;
  }
  select {
    width: 100%;
    padding: 0 0.75em;
    text-overflow: ellipsis;
  }
  option {
    background: var(--card-background-color, Canvas);
    color: var(--primary-text-color, CanvasText);
  }
  .strip {
    display: flex;
    gap: 0.75em;
    margin-inline: -1.25em;
    padding-inline: 1.25em;
    padding-block: 4px;
    overflow-x: auto;
    scroll-snap-type: x proximity;
    scroll-padding-inline: 1.25em;
    scrollbar-width: thin;
  }
  .strip:focus-visible {
    outline-offset: -3px;
  }
  .strip li {
    flex: 0 0 9em;
    display: flex;
    flex-direction: column;
    scroll-snap-align: start;
    font-size: 0.875em;
    line-height: 1.3;
  }
  .strip strong {
    font-weight: 500;
    margin-block-start: 0.4em;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .figure {
    box-sizing: border-box;
    aspect-ratio: 16 / 9;
    padding: 0.3em;
    border-radius: 1em;
    background: var(--backcare-soft);
  }
  .figure svg {
    display: block;
    width: 100%;
    height: 100%;
  }
  /* What moves in large is shown small in one picture. */
  li .figure .moving,
  .next .figure .moving {
    display: none;
  }
  li .figure .still,
  .next .figure .still {
    display: inline;
  }
  .refusal {
    display: flex;
    flex-direction: column;
    gap: 0.75em;
    padding: 1em;
    border-radius: 1em;
    background: var(--backcare-soft);
  }
  .prompt {
    display: flex;
    flex-direction: column;
    gap: 0.75em;
    padding: 1em;
    border-radius: 1em;
    background: var(--backcare-soft);
    border-inline-start: 0.3em solid var(--backcare-accent);
  }
  .prompt .ends {
    color: inherit;
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .answers .wide {
    flex: 1 1 auto;
    min-width: 6em;
  }
  .practice {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.75em;
  }
  .plans,
  .disclaimer {
    font-size: 0.875em;
  }
  .signs {
    padding-inline-start: 1.25em;
    list-style: disc;
  }
  .meaning {
    font-weight: 600;
    text-wrap: pretty;
  }
  .begin {
    display: grid;
    gap: 1em;
  }
  .start {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-height: 3.5em;
    padding: 0.25em 1.25em;
    border-radius: 1.75em;
    font-size: 1.125em;
    font-weight: 600;
  }
  .start small {
    font-weight: 400;
    font-size: 0.8em;
  }

  .bar {
    height: 0.4em;
    border-radius: 0.2em;
    background: var(--backcare-track);
    overflow: hidden;
  }
  .bar i {
    display: block;
    height: 100%;
    border-radius: inherit;
    background: var(--backcare-accent);
  }
  .stage {
    display: grid;
    grid-template: "figure" auto "ring" auto "now" auto / 100%;
    gap: 1em;
    justify-items: center;
  }
  .stage .figure {
    grid-area: figure;
    width: 100%;
    padding: 0.6em;
  }
  [data-kind="rest"] .stage .figure {
    opacity: 0.6;
  }
  backcare-ring {
    grid-area: ring;
    width: min(100%, 12em);
  }
  .now {
    grid-area: now;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 0.35em;
    text-align: center;
  }
  .kind {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    padding: 0.15em 0.8em 0.15em 0.5em;
    border-radius: 1.2em;
    background: color-mix(in srgb, var(--backcare-accent) 18%, transparent);
    font-weight: 600;
  }
  .kind .icon {
    width: 1.2em;
    height: 1.2em;
    fill: var(--backcare-accent);
  }
  .headline {
    font-size: 1.375em;
    font-weight: 600;
    line-height: 1.2;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .instruction {
    text-wrap: pretty;
  }
  footer {
    display: flex;
    flex-direction: column;
    gap: 1em;
  }
  .next {
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-width: 0;
  }
  .next .figure {
    flex: 0 0 5.5em;
    border-radius: 0.75em;
  }
  .next p {
    display: flex;
    flex-wrap: wrap;
    column-gap: 0.5em;
    min-width: 0;
  }
  .next strong {
    font-weight: 500;
  }
  .next span:first-child {
    flex-basis: 100%;
    font-size: 0.875em;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    align-items: center;
    justify-content: space-evenly;
  }
  .controls .round {
    width: max(48px, 3.25em);
    height: max(48px, 3.25em);
  }
  .controls .main {
    width: max(64px, 4.5em);
    height: max(64px, 4.5em);
    font-size: 1.125em;
  }

  .medal {
    display: grid;
    place-items: center;
    width: 3em;
    height: 3em;
    border-radius: 50%;
    background: var(--backcare-accent);
    color: var(--backcare-on-accent);
    flex: none;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .facts li {
    padding: 0.25em 0.9em;
    border-radius: 1em;
    background: var(--backcare-soft);
    font-weight: 500;
  }
  .rating,
  .reasons {
    display: flex;
    flex-direction: column;
    gap: 0.4em;
  }
  .scale {
    display: grid;
    grid-template-columns: repeat(6, minmax(0, 1fr));
    gap: 0.25em;
  }
  .scale button {
    padding: 0;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .scale [aria-pressed="true"] {
    background: var(--backcare-accent);
    color: var(--backcare-on-accent);
  }
  .ends {
    display: flex;
    justify-content: space-between;
    font-size: 0.875em;
  }

  @container (inline-size >= 34em) {
    .stage {
      grid-template: "figure ring" auto "now ring" auto / 1fr 15em;
      align-items: center;
      column-gap: 1.5em;
    }
    backcare-ring {
      width: 100%;
    }
    footer {
      flex-direction: row;
      align-items: center;
    }
    footer > * {
      flex: 1;
    }
    .begin {
      grid-template-columns: 1fr 1.5fr;
      align-items: end;
    }
  }
  /* All in one row only where a finger can still hit each. */
  @container (inline-size >= 42em) {
    .scale {
      grid-template-columns: repeat(11, minmax(0, 1fr));
    }
  }
`;

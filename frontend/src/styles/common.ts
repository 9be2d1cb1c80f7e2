import { css } from "lit";

/** What all scenes share: sizes follow the text. */
export const common = css`
  ha-card {
    display: block;
    container-type: inline-size;
    overflow: hidden;
  }
  section {
    display: flex;
    flex-direction: column;
    gap: 1em;
    padding: 1.25em;
    color: var(--primary-text-color);
    font-size: 1rem;
    line-height: 1.4;
  }
  section:focus {
    outline: none;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: 1.25em;
    font-weight: 600;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  h3 {
    font-size: 1em;
    font-weight: 600;
  }
  ul {
    list-style: none;
  }
  header {
    display: flex;
    align-items: flex-start;
    gap: 0.75em;
  }
  header > div:not(.tools, .medal) {
    flex: 1;
    min-width: 0;
  }
  header p,
  .details,
  .chooser span,
  .strip span,
  .next span,
  .ends,
  .plans,
  .disclaimer {
    color: var(--secondary-text-color);
  }
  .icon {
    width: 1.5em;
    height: 1.5em;
    fill: currentColor;
    fill-rule: evenodd;
    flex: none;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .alert {
    padding: 0.75em 1.25em;
    background: var(--backcare-soft);
    color: var(--primary-text-color);
    border-inline-start: 0.3em solid var(--error-color, #db4437);
  }

  button,
  select,
  summary,
  a.wide {
    box-sizing: border-box;
    min-height: max(44px, 2.75em);
    font: inherit;
    color: inherit;
    border: 0;
    border-radius: 1em;
    background: var(--backcare-soft);
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  button:active {
    transform: scale(0.97);
  }
  button:disabled,
  select:disabled {
    cursor: default;
    opacity: 0.5;
  }
  :focus-visible {
    outline: 3px solid var(--backcare-accent);
    outline-offset: 2px;
  }
  .wide {
    display: flex;
    align-items: center;
    justify-content: center;
    padding: 0 1.25em;
    font-weight: 600;
    text-decoration: none;
  }
  .wide[aria-pressed="true"] {
    background: var(--backcare-accent);
    color: var(--backcare-on-accent);
  }
  summary {
    padding: 0.6em 1em;
    font-weight: 600;
  }
  details > :not(summary) {
    margin-block-start: 0.75em;
  }
  .tools {
    display: flex;
    gap: 0.5em;
  }
  .round {
    display: grid;
    place-items: center;
    width: max(44px, 2.75em);
    height: max(44px, 2.75em);
    padding: 0;
    border-radius: 50%;
    flex: none;
  }
  .round[aria-pressed="true"],
  .start,
  .main {
    background: var(--backcare-accent);
    color: var(--backcare-on-accent);
  }
`;

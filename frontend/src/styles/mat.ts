import { css } from "lit";

/** The mat view: as large as the screen allows, without scrolling. */
export const mat = css`
  dialog {
    box-sizing: border-box;
    width: 100%;
    height: 100%;
    max-width: none;
    max-height: none;
    margin: 0;
    padding: env(safe-area-inset-top, 0) env(safe-area-inset-right, 0)
      env(safe-area-inset-bottom, 0) env(safe-area-inset-left, 0);
    border: 0;
    overflow: auto;
    color: var(--primary-text-color);
    background: var(--card-background-color, var(--primary-background-color));
    container-type: inline-size;
  }
  dialog:focus {
    outline: none;
  }
  dialog section {
    box-sizing: border-box;
    min-height: 100%;
    font-size: calc(0.7rem + 1vmin);
  }
  dialog .done {
    max-width: 44em;
    margin: auto;
    min-height: auto;
  }
  dialog .stage {
    flex: 1;
    grid-template: "figure" auto "ring" auto "now" auto / 100%;
    align-content: center;
  }
  dialog backcare-ring {
    width: min(80vw, 30vh);
  }
  dialog .stage .figure {
    width: min(100%, 34vh);
  }
  dialog .headline {
    font-size: 1.75em;
  }
  @media (orientation: portrait) {
    dialog section,
    dialog .stage {
      gap: 0.75em;
    }
    dialog .next .figure {
      display: none;
    }
  }
  @media (min-width: 40em) {
    dialog .now {
      font-size: 1.2em;
    }
  }
  @media (orientation: landscape) {
    dialog .stage {
      grid-template: "figure ring" auto "now ring" auto / 1fr 1fr;
      column-gap: 3em;
      align-items: center;
    }
    dialog backcare-ring {
      width: min(100%, 62vh);
    }
    dialog .stage .figure {
      width: min(100%, 64vh);
    }
    dialog footer {
      flex-direction: row;
      align-items: center;
    }
    dialog footer > * {
      flex: 1;
    }
  }
  /* A phone on its side: only what matters. */
  @media (orientation: landscape) and (max-height: 30em) {
    dialog section {
      gap: 0.4em;
      padding: 0.6em 1em;
    }
    dialog header p,
    dialog .bar,
    dialog .next .figure {
      display: none;
    }
    dialog backcare-ring {
      width: 54vh;
    }
    dialog .stage {
      grid-template-columns: 1fr auto;
      row-gap: 0.4em;
    }
    dialog .stage .figure {
      width: 50vh;
    }
    dialog .now {
      font-size: 1em;
    }
    dialog .headline {
      font-size: 1.375em;
    }
    dialog .controls .main {
      width: 56px;
      height: 56px;
    }
  }
`;

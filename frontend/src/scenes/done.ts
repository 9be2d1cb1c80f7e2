import { html, nothing, type TemplateResult } from "lit";

import { icon } from "../icons";
import type { DoneScene, RatingRow } from "../view-model";
import type { Hands } from "./hands";

const SCALE = Array.from({ length: 11 }, (_, value) => value);

/** Draws what was done, and asks how it felt: one tap for pain, one for effort. */
export function doneTemplate(scene: DoneScene, hands: Hands): TemplateResult {
  const { words } = hands;
  return html`<section class="done" tabindex="-1" data-scene="done">
    <header>
      <div class="medal" aria-hidden="true">
        ${icon(scene.isProud ? "check" : "stop")}
      </div>
      <div>
        <h2>${scene.headline}</h2>
        <p>${scene.routine}</p>
      </div>
      ${hands.tools}
    </header>
    <ul class="facts">
      ${scene.facts.map((fact) => html`<li>${fact}</li>`)}
    </ul>
    <p>${scene.words}</p>
    ${
      scene.ratings.length
        ? html`<p class="headline">${words.rateLead}</p>
            ${scene.ratings.map((row) => ratingTemplate(row, scene.sessionId, hands))}`
        : nothing
    }
    ${scene.advice ? html`<p class="alert" role="alert">${scene.advice}</p>` : nothing}
    <button
      type="button"
      class="wide"
      data-action="dismiss"
      @click=${() => hands.dismiss(scene.sessionId)}
    >
      ${words.done}
    </button>
  </section>`;
}

function ratingTemplate(
  row: RatingRow,
  sessionId: string,
  hands: Hands,
): TemplateResult {
  return html`<div class="rating" role="group" aria-label=${row.label}>
    <p>${row.label}</p>
    <div class="scale">
      ${SCALE.map(
        (value) =>
          html`<button
            type="button"
            data-rating=${row.key}
            value=${value}
            aria-label=${hands.words.rated(row.label, value)}
            aria-pressed=${row.value === value}
            ?disabled=${!hands.isOnline}
            @click=${() =>
              hands.run("rate_session", {
                session_id: sessionId,
                [row.key]: value,
              })}
          >
            ${value}
          </button>`,
      )}
    </div>
    <p class="ends" aria-hidden="true">
      <span>0 = ${row.lowest}</span><span>10 = ${row.highest}</span>
    </p>
  </div>`;
}

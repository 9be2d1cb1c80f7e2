import { html, type TemplateResult } from "lit";

import type { RatingRow } from "../view-model";
import type { Hands } from "./hands";

const SCALE = Array.from({ length: 11 }, (_, value) => value);

/** Draws a question about a session: an answer is one tap. */
export function ratingTemplate(
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

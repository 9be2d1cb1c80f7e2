import { html, nothing, type TemplateResult } from "lit";

import { icon } from "../icons";
import type { DoneScene } from "../view-model";
import { textButton, type Hands } from "./hands";
import { ratingTemplate } from "./rating";

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
    ${scene.reasons.length ? reasonsTemplate(scene, hands) : nothing}
    ${
      scene.ratings.length
        ? html`<p class="headline">${words.rateLead}</p>
            ${scene.ratings.map((row) => ratingTemplate(row, scene.sessionId, hands))}`
        : nothing
    }
    ${scene.advice ? html`<p class="alert" role="alert">${scene.advice}</p>` : nothing}
    ${
      scene.warningSigns.length
        ? helpTemplate(scene.warningSigns, words.warningSigns)
        : nothing
    }
    ${scene.meaning ? html`<p class="meaning">${scene.meaning}</p>` : nothing}
    ${textButton({
      name: "dismiss",
      label: words.done,
      press: () => hands.dismiss("session", scene.sessionId),
    })}
  </section>`;
}

function reasonsTemplate(scene: DoneScene, hands: Hands): TemplateResult {
  const { words } = hands;
  return html`<div class="reasons" role="group" aria-label=${words.stopReason}>
    <p class="headline">${words.stopReason}</p>
    <div class="answers">
      ${scene.reasons.map(({ value, label, isChosen }) =>
        textButton({
          name: `reason-${value}`,
          label,
          press: () =>
            hands.answer("reason", {
              session_id: scene.sessionId,
              reason: value,
            }),
          isDisabled: !hands.isOnline,
          isPressed: isChosen,
        }),
      )}
    </div>
  </div>`;
}

function helpTemplate(
  groups: DoneScene["warningSigns"],
  title: string,
): TemplateResult {
  return html`<details open>
    <summary>${title}</summary>
    ${groups.map(
      (group) =>
        html`<h3>${group.title}</h3>
          <p>${group.action}</p>
          <ul class="signs">
            ${group.signs.map((sign) => html`<li>${sign}</li>`)}
          </ul>`,
    )}
  </details>`;
}

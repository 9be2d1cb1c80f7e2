import { html, nothing, type TemplateResult } from "lit";

import type { ServerClock } from "../countdown";
import { icon } from "../icons";
import type { Listed, SessionScene } from "../view-model";
import { figure, roundButton, type Hands } from "./hands";

/** Draws what to do now, for how long, and what comes next. */
export function sessionTemplate(
  scene: SessionScene,
  hands: Hands,
  clock: ServerClock,
  onTurn: () => void,
): TemplateResult {
  const { words } = hands;
  const { done, total, text } = scene.progress;
  return html`<section
    class="session"
    tabindex="-1"
    data-scene="session"
    data-kind=${scene.phaseKind}
    data-status=${scene.isPaused ? "paused" : "active"}
  >
    <header>
      <div>
        <h2>${scene.name}</h2>
        <p>${text} · ${scene.timeLeft}</p>
      </div>
      ${hands.tools}
    </header>
    <div class="bar" aria-hidden="true">
      <i style="inline-size: ${total ? (100 * done) / total : 0}%"></i>
    </div>
    <div class="stage">
      ${figure(hands.picture(scene.picture))}
      <backcare-ring
        .countdown=${scene.countdown}
        .clock=${clock}
        .words=${words}
        .isPaused=${scene.isPaused}
        @turn=${onTurn}
      ></backcare-ring>
      <div class="now">
        <p class="kind">${icon(scene.phaseKind)} ${scene.phaseName}</p>
        <p class="headline">${scene.headline}</p>
        ${
          scene.details.length
            ? html`<p class="details">${scene.details.join(" · ")}</p>`
            : nothing
        }
        ${
          scene.instruction
            ? html`<p class="instruction">${scene.instruction}</p>`
            : nothing
        }
      </div>
    </div>
    <footer>
      ${scene.next ? nextTemplate(scene.next, hands) : nothing}
      ${
        scene.canControl
          ? controls(scene, hands)
          : html`<p class="details">${words.onlyLooking}</p>`
      }
    </footer>
  </section>`;
}

function nextTemplate(
  { name, detail, picture }: Listed,
  hands: Hands,
): TemplateResult {
  return html`<div class="next">
    ${figure(hands.picture(picture))}
    <p>
      <span>${hands.words.next}</span>
      <strong>${name}</strong>
      ${detail ? html`<span>${detail}</span>` : nothing}
    </p>
  </div>`;
}

function controls(scene: SessionScene, hands: Hands): TemplateResult {
  const { words } = hands;
  const isDisabled = !hands.isOnline;
  return html`<div class="controls" role="group" aria-label=${words.controls}>
    ${roundButton({
      name: "stop",
      label: words.stop,
      sign: "stop",
      press: () => hands.run("stop_session"),
      isDisabled,
    })}
    ${roundButton({
      name: "previous",
      label: words.previous,
      sign: "previous",
      press: () => hands.run("previous"),
      isDisabled,
    })}
    ${roundButton({
      name: scene.isPaused ? "resume" : "pause",
      label: scene.isPaused ? words.resume : words.pause,
      sign: scene.isPaused ? "play" : "pause",
      press: () =>
        hands.run(scene.isPaused ? "resume_session" : "pause_session"),
      isDisabled,
      isMain: true,
    })}
    ${roundButton({
      name: "skip",
      label: words.skip,
      sign: "next",
      press: () => hands.run("skip"),
      isDisabled,
    })}
  </div>`;
}

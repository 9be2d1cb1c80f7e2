import { html, nothing, type TemplateResult } from "lit";

import { icon } from "../icons";
import type { Choice, IdleScene, Listed } from "../view-model";
import { figure, type ChoiceKey, type Hands } from "./hands";
import { linkTemplate } from "./notice";

/** Draws what there is before a session: what to do, at which level, and the week so far. */
export function idleTemplate(scene: IdleScene, hands: Hands): TemplateResult {
  const { words } = hands;
  const routine = scene.routines.find(({ isChosen }) => isChosen)?.value;
  return html`<section class="idle" tabindex="-1" data-scene="idle">
    <header>
      <div>
        <h2>${scene.name}</h2>
        <p class="week">
          <span class="dots" aria-hidden="true">${dots(scene.week)}</span>
          ${scene.week.text}
        </p>
      </div>
      ${hands.tools}
    </header>
    ${chooser("routine", words.routine, scene.routines, hands, !hands.isOnline)}
    ${
      scene.exercises.length
        ? html`<ul class="strip" tabindex="0" aria-label=${words.exercises}>
            ${scene.exercises.map((exercise) => listedTemplate(exercise, hands))}
          </ul>`
        : nothing
    }
    ${
      scene.refusal
        ? html`<div class="refusal">
            <p>${scene.refusal.text}</p>
            ${scene.refusal.link ? linkTemplate(scene.refusal.link) : nothing}
          </div>`
        : nothing
    }
    <div class="begin">
      ${chooser(
        "level_choice",
        words.level,
        scene.levels,
        hands,
        !(scene.canChooseLevel && hands.isOnline),
      )}
      <button
        type="button"
        class="start"
        data-action="start"
        ?disabled=${!scene.canStart}
        @click=${() => hands.run("start_routine", { routine })}
      >
        ${icon("play")} ${words.start}
        ${scene.facts ? html`<small>${scene.facts}</small>` : nothing}
      </button>
    </div>
  </section>`;
}

function dots({ done, goal }: IdleScene["week"]): TemplateResult[] {
  return Array.from(
    { length: Math.max(done, goal) },
    (_, index) => html`<i class=${index < done ? "done" : ""}></i>`,
  );
}

function chooser(
  key: ChoiceKey,
  label: string,
  choices: readonly Choice[],
  hands: Hands,
  isDisabled: boolean,
): TemplateResult {
  return html`<label class="chooser">
    <span>${label}</span>
    <select
      data-choice=${key}
      ?disabled=${isDisabled}
      @change=${(event: Event) =>
        hands.choose(key, (event.target as HTMLSelectElement).value)}
    >
      ${choices.map(
        ({ value, label: text, isChosen }) =>
          html`<option value=${value} .selected=${isChosen}>${text}</option>`,
      )}
    </select>
  </label>`;
}

function listedTemplate(
  { name, detail, picture }: Listed,
  hands: Hands,
): TemplateResult {
  return html`<li>
    ${figure(hands.picture(picture))}
    <strong>${name}</strong>
    <span>${detail}</span>
  </li>`;
}

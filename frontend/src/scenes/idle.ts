import { html, nothing, type TemplateResult } from "lit";

import { icon } from "../icons";
import type { Choice, Fold, IdleScene, Listed } from "../view-model";
import {
  figure,
  roundButton,
  textButton,
  type ChoiceKey,
  type Hands,
} from "./hands";
import { linkTemplate } from "./notice";
import { promptTemplate } from "./prompt";

/** Draws what there is before a session: what to do, at which level, and the week so far. */
export function idleTemplate(scene: IdleScene, hands: Hands): TemplateResult {
  const { words } = hands;
  const routine = scene.routines.find(({ isChosen }) => isChosen)?.value;
  return html`<section class="idle" tabindex="-1" data-scene="idle">
    <header>
      <div>
        <h2>${scene.name}</h2>
        ${scene.week ? weekTemplate(scene.week) : nothing}
      </div>
      ${hands.tools}
    </header>
    ${scene.prompt ? promptTemplate(scene.prompt, routine, hands) : nothing}
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
    ${
      scene.plans.length
        ? html`<ul class="plans">
            ${scene.plans.map((plan) => html`<li>${plan}</li>`)}
          </ul>`
        : nothing
    }
    ${scene.practice ? practiceTemplate(scene.practice, hands) : nothing}
    ${scene.folds.map((fold) => foldTemplate(fold, hands))}
    ${
      scene.disclaimer
        ? html`<p class="disclaimer">${scene.disclaimer}</p>`
        : nothing
    }
  </section>`;
}

type Week = NonNullable<IdleScene["week"]>;

function weekTemplate({ done, goal, text, details }: Week): TemplateResult {
  const dots = Array.from(
    { length: Math.max(done, goal) },
    (_, index) => html`<i class=${index < done ? "done" : ""}></i>`,
  );
  return html`<p class="week">
      <span class="dots" aria-hidden="true">${dots}</span>
      ${text}
    </p>
    <p class="details">${details}</p>`;
}

function practiceTemplate(
  { routine, text, canStart }: NonNullable<IdleScene["practice"]>,
  hands: Hands,
): TemplateResult {
  return html`<div class="practice">
    <p>${text}</p>
    ${roundButton({
      name: "practice",
      label: hands.words.startPractice,
      sign: "play",
      press: () => hands.run("start_routine", { routine }),
      isDisabled: !canStart,
    })}
  </div>`;
}

function foldTemplate(
  { kind, title, text, isOpen }: Fold,
  hands: Hands,
): TemplateResult {
  return html`<details data-fold=${kind} ?open=${isOpen}>
    <summary>${title}</summary>
    <p>${text}</p>
    ${
      kind === "info"
        ? html`<div class="answers">
            ${textButton({
              name: "got-it",
              label: hands.words.gotIt,
              press: () => hands.answer("dismiss"),
              isDisabled: !hands.isOnline,
            })}
          </div>`
        : nothing
    }
  </details>`;
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

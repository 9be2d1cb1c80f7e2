import { html, nothing, type TemplateResult } from "lit";

import { ratingRow, type Prompt } from "../view-model";
import { textButton, type Hands } from "./hands";
import { ratingTemplate } from "./rating";

/** Draws the one thing that matters most now, and what can be said to it. */
export function promptTemplate(
  prompt: Prompt,
  routine: string | undefined,
  hands: Hands,
): TemplateResult {
  return html`<div class="prompt" data-prompt=${prompt.kind}>
    ${inside(prompt, routine, hands)}
  </div>`;
}

function inside(
  prompt: Prompt,
  routine: string | undefined,
  hands: Hands,
): TemplateResult {
  switch (prompt.kind) {
    case "hold":
      return holdTemplate(prompt.text, hands);
    case "due":
      return dueTemplate(prompt.text, routine, hands);
    case "next_day":
      return nextDayTemplate(prompt.sessionId, hands);
    case "why":
      return html`${prompt.texts.map((text) => html`<p>${text}</p>`)}
      ${prompt.hasOffer ? offerTemplate(hands) : nothing}`;
  }
}

/** Going on is one step away, so that nobody does it by mistake. */
function holdTemplate(text: string, hands: Hands): TemplateResult {
  const { words } = hands;
  return html`<p>${text}</p>
    <details>
      <summary>${words.release}</summary>
      <p>${words.releaseAsk}</p>
      <div class="answers">
        ${textButton({
          name: "release",
          label: words.releaseYes,
          press: () => hands.answer("release"),
          isDisabled: !hands.isOnline,
        })}
      </div>
    </details>`;
}

function dueTemplate(
  text: string,
  routine: string | undefined,
  hands: Hands,
): TemplateResult {
  const { words } = hands;
  const isDisabled = !hands.isOnline;
  return html`<p>${text}</p>
    <div class="answers">
      ${textButton({
        name: "start-due",
        label: words.start,
        press: () => hands.run("start_routine", { routine }),
        isDisabled,
        isMain: true,
      })}
      ${textButton({
        name: "later",
        label: words.later,
        press: () => hands.answer("plan", { answer: "later" }),
        isDisabled,
      })}
      ${textButton({
        name: "leave-out",
        label: words.leaveOut,
        press: () => hands.answer("plan", { answer: "skip" }),
        isDisabled,
      })}
    </div>`;
}

function nextDayTemplate(sessionId: string, hands: Hands): TemplateResult {
  const { words } = hands;
  return html`${ratingTemplate(ratingRow("pain_next_day", words), sessionId, hands)}
    <div class="answers">
      ${textButton({
        name: "pass",
        label: words.skip,
        press: () => hands.dismiss("next_day", sessionId),
      })}
    </div>`;
}

function offerTemplate(hands: Hands): TemplateResult {
  const { words } = hands;
  const isDisabled = !hands.isOnline;
  return html`<div class="answers">
    ${textButton({
      name: "accept",
      label: words.accept,
      press: () => hands.answer("decide", { accept: true }),
      isDisabled,
      isMain: true,
    })}
    ${textButton({
      name: "refuse",
      label: words.refuse,
      press: () => hands.answer("decide", { accept: false }),
      isDisabled,
    })}
  </div>`;
}

import { html, nothing, type TemplateResult } from "lit";

import type { Link, NoticeScene } from "../view-model";

/** Draws a few words in the place of a training. */
export function noticeTemplate(scene: NoticeScene): TemplateResult {
  return html`<section
    class="notice"
    tabindex="-1"
    data-scene="notice"
    aria-busy=${scene.isBusy}
  >
    <p role="status">${scene.text}</p>
    ${scene.link ? linkTemplate(scene.link) : nothing}
    ${
      scene.reload
        ? html`<button
            type="button"
            class="wide"
            @click=${() => location.reload()}
          >
            ${scene.reload}
          </button>`
        : nothing
    }
  </section>`;
}

/** Draws a link to a page of Home Assistant. */
export function linkTemplate({ href, label }: Link): TemplateResult {
  return html`<a class="wide" href=${href}>${label}</a>`;
}

/** The mat view: the session on the whole screen, above everything else. */

import type { LitElement, ReactiveController } from "lit";

/** Opens and closes the dialog of a card, and fills the screen where the browser can. */
export class MatView implements ReactiveController {
  isOpen = false;
  #isFullScreen = false;
  readonly #host: LitElement;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("fullscreenchange", this.#notice);
  }

  hostDisconnected(): void {
    document.removeEventListener("fullscreenchange", this.#notice);
    this.close();
  }

  /** Opens the view; after a tap, or the browser does not give the screen. */
  async open(): Promise<void> {
    try {
      await document.documentElement.requestFullscreen({
        navigationUI: "hide",
      });
      this.#isFullScreen = true;
    } catch {
      // Phones of some makes can't: then it fills the page.
    }
    if (!this.#host.isConnected) return;
    this.isOpen = true;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#dialog?.showModal();
    // Not a button of it: the space bar would press that one.
    this.#dialog?.focus();
  }

  /** Closes the view and gives the screen back. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#host.requestUpdate();
    this.#dialog?.close();
    const isFullScreen = this.#isFullScreen && document.fullscreenElement;
    this.#isFullScreen = false;
    if (isFullScreen) document.exitFullscreen().catch(() => undefined);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector("dialog");
  }

  readonly #notice = (): void => {
    // The escape key gives the screen back before the dialog hears of it.
    if (this.#isFullScreen && !document.fullscreenElement) this.close();
  };
}

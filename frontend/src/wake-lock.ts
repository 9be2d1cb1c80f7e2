/** Keeps the screen awake, where the browser can. */

/** Holds the screen awake while it is wanted; browsers let go of it when the page is hidden. */
export class ScreenAwake {
  #isWanted = false;
  #lock: WakeLockSentinel | null = null;

  /** Keeps the screen awake, or lets it sleep again. */
  want(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    if (isWanted) document.addEventListener("visibilitychange", this.#hold);
    else document.removeEventListener("visibilitychange", this.#hold);
    void this.#hold();
  }

  readonly #hold = async (): Promise<void> => {
    try {
      if (!this.#isWanted) await this.#lock?.release();
      else if (!document.hidden) {
        this.#lock = await navigator.wakeLock.request("screen");
        // It may have taken longer than the wish lasted.
        if (!this.#isWanted) await this.#lock.release();
      }
    } catch {
      // Refused, as with a low battery, or unknown here: the screen does what it always does.
    }
  };
}

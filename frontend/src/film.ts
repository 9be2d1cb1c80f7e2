/** Lets a figure move with the session. */

/** As in a film: smooth enough, and a slow tablet has time left for the rest. */
const PICTURE_MS = 40;

/** Shows the pictures of one figure after each other. */
export class Film {
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #calm = matchMedia("(prefers-reduced-motion: reduce)");

  /** Shows where the figure is, in seconds from its beginning, and lets it go on from there. */
  show(svg: SVGSVGElement, seconds: number, isRunning: boolean): void {
    this.stop();
    const begunAt = performance.now() - seconds * 1000;
    const step = (): void => {
      if (!document.hidden) {
        svg.setCurrentTime((performance.now() - begunAt) / 1000);
      }
    };
    step();
    if (isRunning && !this.#calm.matches && svg.querySelector("animate")) {
      this.#timer = setInterval(step, PICTURE_MS);
    }
  }

  /** Stands still. */
  stop(): void {
    clearInterval(this.#timer);
  }
}

/**
 * Waits until elements can be defined; to be imported before anything else.
 *
 * Home Assistant puts a registry of its own in the place of the browser's. Whoever is loaded
 * beside it, as the modules of a page are, could be first: its elements would not be found.
 */

const ROOT = "home-assistant";

if (document.querySelector(ROOT)) await customElements.whenDefined(ROOT);

export {};

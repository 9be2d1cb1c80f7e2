/** Offers the card and the dashboard where Home Assistant lets one choose. */

import { documentation } from "../../custom_components/backcare/manifest.json";
import type { HomeAssistant } from "./home-assistant";
import { inLanguage } from "./language";

const CARD = "backcare-card";
const STRATEGY = "backcare";

const WORDS = {
  en: {
    card: "Start a back training, follow it and say how it felt.",
    dashboard:
      "The back training of everyone at home: follow it, see the weeks, change the settings.",
  },
  nl: {
    card: "Start een rugtraining, volg hem en zeg hoe het voelde.",
    dashboard:
      "De rugtraining van iedereen in huis: volg hem, bekijk de weken, wijzig de instellingen.",
  },
};

/** What a card is offered for. */
interface Suggestion {
  readonly config: { readonly type: string; readonly entity: string };
}

interface Offer {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly documentationURL: string;
}

interface CardOffer extends Offer {
  readonly preview: boolean;
  getEntitySuggestion(
    hass: Pick<HomeAssistant, "entities">,
    entityId: string,
  ): Suggestion | null;
}

interface StrategyOffer extends Offer {
  readonly strategyType: string;
}

declare global {
  interface Window {
    customCards?: CardOffer[];
    customStrategies?: StrategyOffer[];
  }
}

const words = (): typeof WORDS.en =>
  inLanguage(document.documentElement.lang, WORDS);

/** Offers both, once. */
export function registerPicker(): void {
  offer((window.customCards ??= []), {
    type: CARD,
    name: "BackCare",
    // Read when it is shown: now, the page may not know its language yet.
    get description() {
      return words().card;
    },
    preview: true,
    documentationURL: documentation,
    getEntitySuggestion: (hass, entityId) =>
      hass.entities[entityId]?.platform === "backcare"
        ? { config: { type: `custom:${CARD}`, entity: entityId } }
        : null,
  });
  offer((window.customStrategies ??= []), {
    type: STRATEGY,
    strategyType: "dashboard",
    name: "BackCare",
    get description() {
      return words().dashboard;
    },
    documentationURL: documentation,
  });
}

function offer<T extends Offer>(offers: T[], one: T): void {
  if (!offers.some(({ type }) => type === one.type)) offers.push(one);
}

/** The visual editor of the card: a form that Home Assistant draws. */

import { inLanguage } from "./language";

const WORDS = {
  en: {
    label: "Person",
    helper: "Any entity of the person. With one person it can stay empty.",
    byDevice: "This card names a device. Change that in the code editor.",
  },
  nl: {
    label: "Persoon",
    helper:
      "Een entiteit van de persoon. Bij één persoon mag dit leeg blijven.",
    byDevice: "Deze kaart noemt een apparaat. Wijzig dat in de code-editor.",
  },
};

/** What Home Assistant needs to draw a form. */
export interface ConfigForm {
  readonly schema: readonly {
    readonly name: string;
    readonly selector: object;
  }[];
  computeLabel(): string;
  computeHelper(): string;
  /** Throws if the form can't show a configuration: then only its text is edited. */
  assertConfig(config: { readonly entity?: unknown }): void;
}

/** Returns the form in a language, English if we don't speak it. */
export function configForm(language: string): ConfigForm {
  const words = inLanguage(language, WORDS);
  return {
    schema: [
      {
        name: "entity",
        selector: { entity: { filter: { integration: "backcare" } } },
      },
    ],
    computeLabel: () => words.label,
    computeHelper: () => words.helper,
    assertConfig({ entity }): void {
      if (entity && !String(entity).includes("."))
        throw new Error(words.byDevice);
    },
  };
}

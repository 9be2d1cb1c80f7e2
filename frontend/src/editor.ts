/** The visual editor of the card: a form that Home Assistant draws. */

import { inLanguage } from "./language";

const WORDS = {
  en: {
    labels: { entity: "Person", show_week: "Show the week" },
    helper: "Any entity of the person. With one person it can stay empty.",
    byDevice: "This card names a device. Change that in the code editor.",
  },
  nl: {
    labels: { entity: "Persoon", show_week: "Toon de week" },
    helper:
      "Een entiteit van de persoon. Bij één persoon mag dit leeg blijven.",
    byDevice: "Deze kaart noemt een apparaat. Wijzig dat in de code-editor.",
  },
};

/** A field of a form. */
interface Field {
  readonly name: "entity" | "show_week";
  readonly default?: unknown;
  readonly selector: object;
}

/** What Home Assistant needs to draw a form. */
export interface ConfigForm {
  readonly schema: readonly Field[];
  computeLabel(field: Field): string;
  computeHelper(field: Field): string;
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
      { name: "show_week", default: true, selector: { boolean: {} } },
    ],
    computeLabel: ({ name }) => words.labels[name],
    computeHelper: ({ name }) => (name === "entity" ? words.helper : ""),
    assertConfig({ entity }): void {
      if (entity && !String(entity).includes("."))
        throw new Error(words.byDevice);
    },
  };
}

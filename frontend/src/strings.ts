/** The words of the card in the language of who looks at it. */

import { inLanguage } from "./language";
import { en, type Strings } from "./strings/en";
import { nl } from "./strings/nl";

export type { Strings };

/** Returns the words in a language, English if we don't speak it. */
export function strings(language: string): Strings {
  return inLanguage(language, { en, nl });
}

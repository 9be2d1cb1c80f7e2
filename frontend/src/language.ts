/** The languages that the card speaks. */

/** Returns the words in a language, English if we don't speak it. */
export function inLanguage<T>(language: string, words: { en: T; nl: T }): T {
  return /^nl\b/i.test(language) ? words.nl : words.en;
}

import { describe, expect, it } from "vitest";

import { strings } from "../src/strings";
import { en } from "../src/strings/en";
import { nl } from "../src/strings/nl";

/** Returns all words with where they are; of a function the words for some numbers. */
function flat(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const place = `${path}${key}`;
    if (typeof value === "object") return flat(value as object, `${place}.`);
    const text =
      typeof value === "function"
        ? (value as (...values: number[]) => string)(2, 3)
        : String(value);
    return [[place, text]];
  });
}

describe("the words", () => {
  it.each([
    ["nl", nl],
    ["nl-BE", nl],
    ["en", en],
    ["en-GB", en],
    ["nlx", en],
    ["de", en],
  ])("of %s are ours", (language, words) => {
    expect(strings(language)).toBe(words);
  });

  it("are the same ones in both languages, and none is empty", () => {
    const places = flat(en).map(([place]) => place);
    expect(flat(nl).map(([place]) => place)).toEqual(places);
    for (const [place, text] of [...flat(en), ...flat(nl)]) {
      expect(text.trim(), place).not.toBe("");
    }
  });

  it("are not left in English", () => {
    const english = new Map(flat(en));
    const same = flat(nl).filter(
      ([place, text]) => english.get(place) === text,
    );
    expect(same.map(([place]) => place)).toEqual(["minutes", "routine"]);
  });

  it("know one from many", () => {
    expect(en.sets(1)).toBe("1 set");
    expect(nl.repetitions(8)).toBe("8 herhalingen");
  });
});

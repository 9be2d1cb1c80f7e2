import { describe, expect, it } from "vitest";

import { momentText, readingOf, type Reading } from "../src/moments";
import { strings } from "../src/strings";
import { HOUR, home } from "./home";

/** A Monday, eleven in the evening in Amsterdam. */
const NOW = Date.UTC(2026, 10, 23, 22);

function text(hours: number, changes: Partial<Reading> = {}): string {
  const reading = {
    language: "nl",
    timeZone: "Europe/Amsterdam",
    hourCycle: "h23" as const,
    ...changes,
  };
  const words = strings(reading.language);
  return momentText(NOW + hours * HOUR, NOW, reading, words);
}

describe("a moment", () => {
  it.each([
    [-3, "vandaag 20:00"],
    [0.5, "vandaag 23:30"],
    [1.5, "morgen 00:30"],
    [26, "woensdag 01:00"],
    [24 * 6 - 1, "zondag 22:00"],
    [24 * 7, "ma 30 nov 23:00"],
  ])("%d hours away is %s", (hours, words) => {
    expect(text(hours)).toBe(words);
  });

  it("is read on the clock of who looks", () => {
    const english = { language: "en", hourCycle: "h12" } as const;
    expect(text(20, english).replace(/\s/g, " ")).toBe("tomorrow 7:00 PM");
    expect(text(0.5, { timeZone: "UTC" })).toBe("vandaag 22:30");
  });
});

describe("the clock of a user", () => {
  const reading = (time_format: string, time_zone: string): Reading =>
    readingOf({
      ...home(),
      config: { state: "RUNNING", time_zone: "Europe/Amsterdam" },
      locale: { time_format, time_zone },
    });

  it.each([
    ["24", "server", { hourCycle: "h23", timeZone: "Europe/Amsterdam" }],
    ["12", "local", { hourCycle: "h12" }],
    ["language", "local", {}],
  ])("is %s of %s", (format, zone, wanted) => {
    expect(reading(format, zone)).toEqual({ language: "en", ...wanted });
  });

  it("is that of the browser as long as nobody says otherwise", () => {
    expect(readingOf(home())).toEqual({ language: "en" });
  });
});

/** Says when something is, on the clock of who looks. */

import type { HomeAssistant } from "./home-assistant";
import type { Strings } from "./strings";

const DAY_MS = 86_400_000;
/** Further away, the name of a day could be that of another week. */
const NAMED_DAYS = 6;

/** How somebody reads the clock; what is left out is for the browser to know. */
export interface Reading {
  readonly language: string;
  readonly timeZone?: string;
  readonly hourCycle?: "h12" | "h23";
}

/** Returns how the user of Home Assistant reads the clock. */
export function readingOf({
  language,
  locale,
  config,
}: Pick<HomeAssistant, "language" | "locale" | "config">): Reading {
  const format = locale?.time_format ?? "";
  return {
    language,
    ...(locale?.time_zone === "server" &&
      config.time_zone && { timeZone: config.time_zone }),
    ...(["12", "24"].includes(format) && {
      hourCycle: format === "12" ? "h12" : "h23",
    }),
  };
}

/** Returns a moment in words, both in Unix milliseconds: "tomorrow 18:00". */
export function momentText(
  at: number,
  now: number,
  { language, ...clock }: Reading,
  words: Strings,
): string {
  const written = (moment: number, options: object): string =>
    new Intl.DateTimeFormat(language, { ...clock, ...options }).format(moment);
  const day = (moment: number): string =>
    written(moment, { dateStyle: "short", hourCycle: undefined });
  const hour = written(at, {
    hour: clock.hourCycle === "h23" ? "2-digit" : "numeric",
    minute: "2-digit",
  });
  if (day(at) === day(now)) return words.today(hour);
  if (day(at) === day(now + DAY_MS)) return words.tomorrow(hour);
  const isNear = Math.abs(at - now) < NAMED_DAYS * DAY_MS;
  const name = written(
    at,
    isNear
      ? { weekday: "long", hourCycle: undefined }
      : {
          weekday: "short",
          day: "numeric",
          month: "short",
          hourCycle: undefined,
        },
  );
  return `${name} ${hour}`;
}

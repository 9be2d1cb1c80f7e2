/** The words of the card in Dutch. */

import type { Strings } from "./en";

const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;

export const nl: Strings = {
  kinds: {
    prepare: "Klaarmaken",
    hold: "Vasthouden",
    move: "Bewegen",
    side_change: "Van kant wisselen",
    rest: "Rust",
  },
  outcomes: {
    finished: "Goed gedaan!",
    little: "Dat was het voor nu",
    cancelled: "Genoeg voor nu",
    interrupted: "Onderbroken",
  },
  kindWords: {
    finished: "Alles gedaan. Volhouden, daar gaat het om.",
    most: "Bijna alles gedaan. Wat je deed, telt.",
    little: "Zo’n dag kan. Je kunt opnieuw beginnen wanneer je wilt.",
    cancelled: "Op tijd stoppen is ook goed trainen. Wat je deed, telt.",
    interrupted: "Wat je deed, telt. Je kunt opnieuw beginnen wanneer je wilt.",
  },
  weekReached: "Je hebt je doel van deze week gehaald.",
  weekCount: (done, goal) => `${done} van ${goal} deze week`,
  minutes: (minutes) => `${minutes} min`,
  minutesLeft: (minutes) => `nog ${minutes} min`,
  sets: (sets) => count(sets, "serie", "series"),
  setOf: (number, total) => `Serie ${number} van ${total}`,
  repetitions: (repetitions) => count(repetitions, "herhaling", "herhalingen"),
  setsDone: (done, total) => `${done} van ${total} series gedaan`,
  seconds: (seconds) => count(seconds, "seconde", "seconden"),
  routine: "Routine",
  level: "Niveau",
  levelNumber: (level) => `Niveau ${level}`,
  levelAuto: (level) => `Automatisch (nu niveau ${level})`,
  exercises: "Oefeningen",
  start: "Starten",
  next: "Hierna",
  paused: "Gepauzeerd",
  reentry: "Terug in positie",
  timeLeft: "Resterende tijd",
  controls: "Training",
  pause: "Pauzeren",
  resume: "Hervatten",
  skip: "Overslaan",
  previous: "Terug",
  stop: "Stoppen",
  mat: "Volledig scherm",
  closeMat: "Volledig scherm sluiten",
  done: "Klaar",
  rateLead: "Hoe voelde het?",
  ratings: {
    pain_before: "Rugpijn vooraf",
    pain_during: "Rugpijn tijdens",
    effort: "Hoe zwaar het was",
  },
  scales: {
    pain_before: ["geen", "ergst denkbaar"],
    pain_during: ["geen", "ergst denkbaar"],
    effort: ["heel licht", "zwaarst denkbaar"],
  },
  rated: (what, value) => `${what}: ${value} van 10`,
  sounds: {
    off: "Speel de signalen af op dit apparaat",
    ready: "Signalen klinken op dit apparaat",
    blocked: "Tik om geluid op dit apparaat toe te staan",
  },
  offline:
    "Geen verbinding met Home Assistant. De klok telt door vanaf wat het laatst bekend was.",
  onlyLooking: "Je kunt meekijken, maar deze training niet bedienen.",
  safety: "Lees en bevestig voor de eerste training de veiligheidscheck.",
  safetyAsk: "Vraag wie Home Assistant beheert om die te bevestigen.",
  openSettings: "Open de instellingen",
  refused: "Dat kan nu niet.",
  reload: "Laad de pagina opnieuw",
  notices: {
    loading: "Je training wordt opgehaald…",
    starting: "Home Assistant start op. Je training is er zo.",
    offline: "Geen verbinding met Home Assistant.",
    nobody:
      "Er traint nog niemand met BackCare. Voeg iemand toe om te beginnen.",
    not_found:
      "Wat deze kaart toont, bestaat niet meer of is niet van BackCare. Kies een persoon in de instellingen van de kaart.",
    ambiguous:
      "Hier trainen meer mensen. Kies iemand in de instellingen van de kaart.",
    unauthorized: "Je hebt geen recht om deze training te zien.",
    gone: "Deze training is er nu niet: ze is uitgezet of verwijderd.",
    no_integration:
      "BackCare geeft geen antwoord. Kijk of het is geïnstalleerd en bijgewerkt, en herstart Home Assistant.",
    config:
      "De instellingen van deze kaart kloppen niet. Kies daarin een persoon.",
    unknown: "Er ging iets mis. Deze kaart probeert het vanzelf opnieuw.",
  },
  outdated: (card, integration) =>
    `Deze kaart (${card}) past niet bij BackCare ${integration}. Laad de pagina opnieuw voor de juiste.`,
};

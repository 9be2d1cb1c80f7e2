/** The words of the card in English. */

/** What 0 and what 10 mean. */
type Scale = [lowest: string, highest: string];

const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;

export const en = {
  kinds: {
    prepare: "Get ready",
    hold: "Hold",
    move: "Move",
    side_change: "Change sides",
    rest: "Rest",
  },
  outcomes: {
    finished: "Well done!",
    little: "That was it for now",
    cancelled: "Enough for now",
    interrupted: "That was cut short",
  },
  kindWords: {
    finished: "All done. Keeping this up is what it is about.",
    most: "Nearly all done. What you did counts.",
    little: "Some days go like that. You can start again whenever you like.",
    cancelled: "Stopping in time is training well too. What you did counts.",
    interrupted: "What you did counts. You can start again whenever you like.",
  },
  weekReached: "You reached your goal of this week.",
  weekCount: (done: number, goal: number) => `${done} of ${goal} this week`,
  minutes: (minutes: number) => `${minutes} min`,
  minutesDone: (done: number, goal: number) => `${done} of ${goal} min`,
  programmeWeek: (week: number, total: number) => `week ${week} of ${total}`,
  streak: (weeks: number) => count(weeks, "week in a row", "weeks in a row"),
  today: (hour: string) => `today ${hour}`,
  tomorrow: (hour: string) => `tomorrow ${hour}`,
  planned: (when: string) => `Next training: ${when}`,
  restUntil: (when: string) =>
    `Rest until ${when}, or take the gentle session.`,
  due: (when: string) => `Your training of ${when} is waiting.`,
  later: "Later",
  leaveOut: "Not today",
  accept: "Yes, please",
  refuse: "Not now",
  onHold: "Your programme is on hold.",
  release: "Go on with the programme",
  releaseAsk:
    "Is your back calm again, or did you ask your physiotherapist or doctor? Then we go on, gently.",
  releaseYes: "Yes, go on",
  stopReason: "Why did you stop?",
  reasons: {
    pain: "Pain",
    too_hard: "Too hard",
    no_time: "No time",
    other: "Something else",
  },
  practice: (done: number, goal: number) =>
    `Seated practice: ${done} of ${goal} today`,
  nextPractice: (when: string) => `Next seated practice: ${when}`,
  startPractice: "Start the seated practice",
  info: "Good to know",
  review: "Your weeks so far",
  gotIt: "Got it",
  warningSigns: "When to get help",
  minutesLeft: (minutes: number) => `${minutes} min left`,
  sets: (sets: number) => count(sets, "set", "sets"),
  setOf: (number: number, total: number) => `Set ${number} of ${total}`,
  repetitions: (repetitions: number) =>
    count(repetitions, "repetition", "repetitions"),
  setsDone: (done: number, total: number) => `${done} of ${total} sets done`,
  seconds: (seconds: number) => count(seconds, "second", "seconds"),
  routine: "Routine",
  level: "Level",
  levelNumber: (level: string) => `Level ${level}`,
  levelAuto: (level: number) => `Automatic (now level ${level})`,
  exercises: "Exercises",
  start: "Start",
  next: "Next",
  paused: "Paused",
  reentry: "Back into position",
  timeLeft: "Time left",
  controls: "Session",
  pause: "Pause",
  resume: "Resume",
  skip: "Skip",
  previous: "Back",
  stop: "Stop",
  mat: "Full screen",
  closeMat: "Close full screen",
  done: "Done",
  rateLead: "How did it feel?",
  ratings: {
    pain_before: "Back pain before",
    pain_during: "Back pain during",
    effort: "How hard it was",
    pain_next_day: "How is your back today?",
  },
  scales: {
    pain_before: ["none", "worst imaginable"] as Scale,
    pain_during: ["none", "worst imaginable"] as Scale,
    effort: ["very easy", "as hard as can be"] as Scale,
    pain_next_day: ["no pain", "worst imaginable"] as Scale,
  },
  rated: (what: string, value: number) => `${what}: ${value} of 10`,
  sounds: {
    off: "Play the cues on this device",
    ready: "Cues play on this device",
    blocked: "Tap to allow sound on this device",
  },
  offline:
    "No connection to Home Assistant. The countdown goes on from what was last known.",
  onlyLooking: "You can look, but not steer this training.",
  safety: "Before the first session, please read and confirm the safety check.",
  safetyAsk: "Ask the person who manages Home Assistant to confirm it.",
  openSettings: "Open the settings",
  refused: "That can't be done now.",
  reload: "Reload the page",
  notices: {
    loading: "Getting your training…",
    starting:
      "Home Assistant is starting. Your training will be here in a moment.",
    offline: "No connection to Home Assistant.",
    nobody: "Nobody trains with BackCare yet. Add a person to begin.",
    not_found:
      "What this card shows does not exist any more, or is not of BackCare. Choose a person in the settings of the card.",
    ambiguous:
      "Several people train here. Choose one in the settings of the card.",
    unauthorized: "You have no right to see this training.",
    gone: "This training is not there now: it was switched off, or removed.",
    no_integration:
      "BackCare does not answer. Check that it is installed and up to date, and restart Home Assistant.",
    half_updated:
      "BackCare was updated. It works again after a restart of Home Assistant.",
    config: "The settings of this card can't be used. Choose a person in them.",
    unknown: "Something went wrong. This card tries again by itself.",
  },
  outdated: (card: string, integration: string) =>
    `This card (${card}) does not fit BackCare ${integration}. Reload the page to get the right one.`,
};

/** The words of the card; every language has the same. */
export type Strings = typeof en;

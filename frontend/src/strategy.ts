/** Makes a dashboard by itself: a view for each person, with what that person has. */

import type { HomeAssistant } from "./home-assistant";
import { inLanguage } from "./language";

const ADD_PERSON = "/config/integrations/dashboard/add?domain=backcare";
const ICON = "mdi:yoga";

const WORDS = {
  en: {
    title: "Back training",
    coach: "During the training",
    weeks: "The weeks",
    settings: "Settings",
    nobody: "Nobody trains yet",
    howToAdd: "Add a person to BackCare, and their training is shown here.",
    whoAdds: "Ask who manages Home Assistant to add you to BackCare.",
    add: "Add a person",
    unknown: "This person is not there",
    howToMend:
      "The entity or device of this dashboard does not belong to BackCare.",
  },
  nl: {
    title: "Rugtraining",
    coach: "Tijdens de training",
    weeks: "De weken",
    settings: "Instellingen",
    nobody: "Er traint nog niemand",
    howToAdd:
      "Voeg een persoon toe aan BackCare, en hier komt de training te staan.",
    whoAdds:
      "Vraag wie Home Assistant beheert om je toe te voegen aan BackCare.",
    add: "Persoon toevoegen",
    unknown: "Deze persoon is er niet",
    howToMend:
      "De entiteit of het apparaat van dit dashboard hoort niet bij BackCare.",
  },
};

type Words = typeof WORDS.en;
type House = Pick<
  HomeAssistant,
  "devices" | "entities" | "language" | "states" | "user"
>;

/** A card, a section or a view, as Home Assistant takes it. */
type Config = Readonly<Record<string, unknown>>;
type MakeCard = (entity: string) => Config;

/** A person: the device and its entities by "platform.key". */
interface Person {
  readonly deviceId: string;
  readonly entities: ReadonlyMap<string, string>;
}

/** The configuration of the dashboard; without an entity or device it is for everybody. */
export interface StrategyConfig {
  readonly entity?: string;
  readonly device_id?: string;
}

const WIDE: Config = { grid_options: { columns: "full" } };

const tile = (entity: string, feature?: string): Config => ({
  type: "tile",
  entity,
  name: { type: "entity" },
  ...(feature && { features: [{ type: feature }] }),
});

const plain: MakeCard = (entity) => tile(entity);
const timer: MakeCard = (entity) => tile(entity, "timer-actions");
const choice: MakeCard = (entity) => tile(entity, "select-options");
const press: MakeCard = (entity) => ({
  ...tile(entity, "button"),
  hide_state: true,
});

const player: MakeCard = (entity) => ({
  type: "media-control",
  entity,
  ...WIDE,
});

const picture: MakeCard = (entity) => ({
  type: "picture-entity",
  entity,
  show_name: false,
  show_state: false,
  ...WIDE,
});

const calendar: MakeCard = (entity) => ({
  type: "calendar",
  entities: [entity],
  initial_view: "listWeek",
  ...WIDE,
});

/** A heading and what is under it. */
interface Group {
  readonly name: "coach" | "weeks" | "settings";
  readonly icon: string;
  readonly cards: readonly (readonly [key: string, make: MakeCard])[];
}

/** The sections beside the card; who lacks an entity does without its card. */
const SECTIONS: readonly (readonly Group[])[] = [
  [
    {
      name: "coach",
      icon: ICON,
      cards: [
        ["media_player.coach", player],
        ["image.exercise", picture],
        ["timer.exercise", timer],
        ["timer.rest", timer],
        ["timer.session", timer],
        ["sensor.next_exercise", plain],
      ],
    },
  ],
  [
    {
      name: "weeks",
      icon: "mdi:calendar-check",
      cards: [
        ["binary_sensor.session_due", plain],
        ["sensor.sessions_this_week", plain],
        ["sensor.minutes_this_week", plain],
        ["sensor.week_streak", plain],
        ["sensor.practices_today", plain],
        ["sensor.last_session", plain],
        ["sensor.level", plain],
        ["sensor.total_minutes", plain],
        ["calendar.sessions", calendar],
      ],
    },
    {
      name: "settings",
      icon: "mdi:tune",
      cards: [
        ["select.routine", choice],
        ["select.level_choice", choice],
        ["select.speech_level", choice],
        ["switch.speech_cues", plain],
        ["switch.tone_cues", plain],
        ["switch.light_cues", plain],
        ["button.test_speakers", press],
      ],
    },
  ],
];

/** The strategy of `custom:backcare`; Home Assistant asks its class, it is never drawn. */
export class BackCareStrategy extends HTMLElement {
  /** Returns the dashboard. */
  static async generate(config: StrategyConfig, hass: House): Promise<Config> {
    const words = inLanguage(hass.language, WORDS);
    const deviceId =
      config.device_id ??
      (config.entity && hass.entities[config.entity]?.device_id);
    const isForOne = Boolean(config.device_id ?? config.entity);
    const shown = people(hass).filter(
      (person) => !isForOne || person.deviceId === deviceId,
    );
    return {
      title: words.title,
      views: shown.length
        ? shown.map((person) => personView(person, hass, words))
        : [emptyView(isForOne, hass, words)],
    };
  }

  /** Returns what a new dashboard could be called. */
  static getCreateSuggestions(hass: House): { title: string; icon: string } {
    return { title: inLanguage(hass.language, WORDS).title, icon: ICON };
  }
}

function people(hass: House): readonly Person[] {
  const devices = new Map<string, Map<string, string>>();
  for (const entity of Object.values(hass.entities)) {
    const { entity_id, device_id, translation_key: key } = entity;
    // Who may not see an entity gets no state of it.
    const isShown = !entity.hidden && entity_id in hass.states;
    if (entity.platform !== "backcare" || !device_id || !key || !isShown)
      continue;
    const entities = devices.get(device_id) ?? new Map<string, string>();
    devices.set(
      device_id,
      entities.set(`${entity_id.split(".")[0]}.${key}`, entity_id),
    );
  }
  return [...devices]
    .map(([deviceId, entities]) => ({ deviceId, entities }))
    .sort((one, other) =>
      nameOf(one, hass).localeCompare(nameOf(other, hass), hass.language),
    );
}

function nameOf({ deviceId }: Person, hass: House): string {
  const device = hass.devices[deviceId];
  return device?.name_by_user || device?.name || "BackCare";
}

function personView(person: Person, hass: House, words: Words): Config {
  const card = {
    type: "custom:backcare-card",
    entity: anyEntity(person),
    ...WIDE,
  };
  const sections = SECTIONS.map((groups) => ({
    type: "grid",
    cards: groups.flatMap((group) => groupCards(group, person, words)),
  }));
  return {
    // Without an icon: the tabs of several people show one in place of the name.
    title: nameOf(person, hass),
    type: "sections",
    max_columns: 3,
    sections: [
      { type: "grid", column_span: 2, cards: [card] },
      ...sections.filter(({ cards }) => cards.length),
    ],
  };
}

function groupCards(
  { name, icon, cards }: Group,
  { entities }: Person,
  words: Words,
): readonly Config[] {
  const made = cards.flatMap(([key, make]) => {
    const entity = entities.get(key);
    return entity ? [make(entity)] : [];
  });
  const heading = { type: "heading", heading: words[name], icon };
  return made.length ? [heading, ...made] : [];
}

function anyEntity({ entities }: Person): string | undefined {
  return entities.get("switch.session") ?? entities.values().next().value;
}

function emptyView(isForOne: boolean, hass: House, words: Words): Config {
  const canAdd = Boolean(hass.user?.is_admin) && !isForOne;
  const content = hass.user?.is_admin ? words.howToAdd : words.whoAdds;
  return {
    type: "panel",
    title: words.title,
    cards: [
      {
        type: "empty-state",
        icon: ICON,
        content_only: true,
        title: isForOne ? words.unknown : words.nobody,
        content: isForOne ? words.howToMend : content,
        ...(canAdd && {
          buttons: [
            {
              icon: "mdi:plus",
              text: words.add,
              appearance: "filled",
              variant: "brand",
              tap_action: { action: "navigate", navigation_path: ADD_PERSON },
            },
          ],
        }),
      },
    ],
  };
}

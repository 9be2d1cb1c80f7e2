import { beforeEach, describe, expect, it } from "vitest";

import { BackCareStrategy, type StrategyConfig } from "../src/strategy";
import { home, type Home } from "./home";

interface Card {
  type: string;
  entity?: string;
  heading?: string;
  buttons?: { tap_action: object }[];
}
interface View {
  title: string;
  sections: { cards: Card[] }[];
  cards?: Card[];
}

let house: Home;

beforeEach(() => {
  house = home({ states: {} });
});

function add(
  entityId: string,
  key: string,
  deviceId: string,
  changes: object = {},
): void {
  house.states[entityId] = { entity_id: entityId, state: "", attributes: {} };
  house.entities[entityId] = {
    entity_id: entityId,
    device_id: deviceId,
    platform: "backcare",
    translation_key: key,
    ...changes,
  };
}

function addPerson(name: string): void {
  house.devices[name] = { name };
  add(`switch.${name}`, "session", name);
  add(`media_player.${name}_coach`, "coach", name);
  add(`select.${name}_routine`, "routine", name);
}

async function views(config: StrategyConfig = {}): Promise<View[]> {
  return (await BackCareStrategy.generate(config, house)).views as View[];
}

const cardsOf = (view: View): Card[] =>
  view.sections.flatMap(({ cards }) => cards);

describe("one person", () => {
  beforeEach(() => addPerson("anna"));

  it("gets the card first, and then what there is", async () => {
    const [view, ...others] = await views();
    expect(others).toEqual([]);
    expect(view!.title).toBe("anna");
    expect(cardsOf(view!).map(({ type, entity }) => [type, entity])).toEqual([
      ["custom:backcare-card", "switch.anna"],
      ["heading", undefined],
      ["media-control", "media_player.anna_coach"],
      ["heading", undefined],
      ["tile", "select.anna_routine"],
    ]);
  });

  it("sees the week, what is due and the calendar together", async () => {
    add("calendar.anna", "sessions", "anna");
    add("binary_sensor.anna_due", "session_due", "anna");
    add("sensor.anna_week", "sessions_this_week", "anna");
    const cards = cardsOf((await views())[0]!);
    const heading = cards.findIndex((card) => card.heading === "The weeks");
    expect(
      cards.slice(heading + 1, heading + 4).map(({ type }) => type),
    ).toEqual(["tile", "tile", "calendar"]);
  });

  it("has the name that the user gave", async () => {
    house.devices["anna"] = { name: "anna", name_by_user: "Anna's back" };
    expect((await views())[0]!.title).toBe("Anna's back");
  });

  it("gets the card by another entity if the switch is disabled", async () => {
    delete house.entities["switch.anna"];
    const [card] = cardsOf((await views())[0]!);
    expect(card!.entity).toBe("media_player.anna_coach");
  });

  it("does without what is hidden, may not be seen or is not ours", async () => {
    add("timer.hidden", "rest", "anna", { hidden: true });
    add("timer.secret", "exercise", "anna");
    delete house.states["timer.secret"];
    add("timer.other", "session", "anna", { platform: "timer" });
    const cards = cardsOf((await views())[0]!);
    expect(cards.filter(({ entity }) => entity?.startsWith("timer."))).toEqual(
      [],
    );
  });

  it("reads the language of the user", async () => {
    house = { ...house, language: "nl" };
    const headings = cardsOf((await views())[0]!).flatMap(
      ({ heading }) => heading ?? [],
    );
    expect(headings).toEqual(["Tijdens de training", "Instellingen"]);
  });
});

describe("several people", () => {
  beforeEach(() => {
    addPerson("cas");
    addPerson("anna");
    addPerson("bea");
  });

  it("have a view each, by name", async () => {
    const titles = (await views()).map(({ title }) => title);
    expect(titles).toEqual(["anna", "bea", "cas"]);
  });

  it.each<StrategyConfig>([
    { device_id: "bea" },
    { entity: "media_player.bea_coach" },
  ])("can be left to one: %o", async (config) => {
    expect((await views(config)).map(({ title }) => title)).toEqual(["bea"]);
  });

  it("are not shown if the one who is meant is gone", async () => {
    const [view, ...others] = await views({ entity: "switch.gone" });
    expect(others).toEqual([]);
    expect(view!.cards![0]!.type).toBe("empty-state");
    expect(view!.cards![0]!.buttons).toBeUndefined();
  });
});

describe("nobody", () => {
  it("is told how to begin", async () => {
    const [view] = await views();
    expect(view!.cards![0]!.buttons![0]!.tap_action).toEqual({
      action: "navigate",
      navigation_path: "/config/integrations/dashboard/add?domain=backcare",
    });
  });

  it("is not sent where only administrators may go", async () => {
    house = { ...house, user: { is_admin: false } };
    expect((await views())[0]!.cards![0]!.buttons).toBeUndefined();
  });
});

it("suggests a name for a new dashboard", () => {
  expect(BackCareStrategy.getCreateSuggestions(house)).toEqual({
    title: "Back training",
    icon: "mdi:yoga",
  });
});

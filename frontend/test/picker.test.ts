import { afterEach, beforeEach, expect, it } from "vitest";

import { registerPicker } from "../src/picker";

beforeEach(() => {
  registerPicker();
  registerPicker();
});
afterEach(() => {
  document.documentElement.lang = "";
});

it("offers the card and the dashboard once", () => {
  expect(window.customCards).toHaveLength(1);
  expect(window.customCards![0]).toMatchObject({ type: "backcare-card" });
  expect(window.customStrategies).toHaveLength(1);
  expect(window.customStrategies![0]).toMatchObject({
    type: "backcare",
    strategyType: "dashboard",
  });
});

it("speaks the language that the page has by then", () => {
  document.documentElement.lang = "en";
  const { description } = window.customCards![0]!;
  document.documentElement.lang = "nl";
  expect(window.customCards![0]!.description).not.toBe(description);
  expect(window.customStrategies![0]!.description).toContain("rugtraining");
});

it("suggests the card for entities of BackCare only", () => {
  const hass = {
    entities: {
      "switch.anna": { entity_id: "switch.anna", platform: "backcare" },
      "light.mat": { entity_id: "light.mat", platform: "hue" },
    },
  };
  const suggest = window.customCards![0]!.getEntitySuggestion;
  expect(suggest(hass, "switch.anna")).toEqual({
    config: { type: "custom:backcare-card", entity: "switch.anna" },
  });
  expect(suggest(hass, "light.mat")).toBeNull();
  expect(suggest(hass, "light.gone")).toBeNull();
});

import { describe, expect, it } from "vitest";

import { configForm } from "../src/editor";

describe("the visual editor", () => {
  it("asks for an entity of BackCare", () => {
    expect(configForm("en").schema).toEqual([
      {
        name: "entity",
        selector: { entity: { filter: { integration: "backcare" } } },
      },
      { name: "show_week", default: true, selector: { boolean: {} } },
    ]);
  });

  it.each([
    ["en", ["Person", "Show the week"]],
    ["nl", ["Persoon", "Toon de week"]],
    ["de", ["Person", "Show the week"]],
  ])("speaks the language of the user: %s", (language, labels) => {
    const { schema, computeLabel, computeHelper } = configForm(language);
    expect(schema.map(computeLabel)).toEqual(labels);
    expect(computeHelper(schema[0]!)).not.toBe("");
    expect(computeHelper(schema[1]!)).toBe("");
  });

  it.each([{}, { entity: "" }, { entity: "switch.anna" }])(
    "shows %o",
    (config) => {
      expect(() => configForm("en").assertConfig(config)).not.toThrow();
    },
  );

  it("leaves a device to the code editor", () => {
    expect(() => configForm("en").assertConfig({ entity: "4f2a" })).toThrow(
      "code editor",
    );
  });
});

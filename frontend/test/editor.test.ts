import { describe, expect, it } from "vitest";

import { configForm } from "../src/editor";

describe("the visual editor", () => {
  it("asks for an entity of BackCare", () => {
    expect(configForm("en").schema).toEqual([
      {
        name: "entity",
        selector: { entity: { filter: { integration: "backcare" } } },
      },
    ]);
  });

  it.each([
    ["en", "Person"],
    ["nl", "Persoon"],
    ["de", "Person"],
  ])("speaks the language of the user: %s", (language, label) => {
    const form = configForm(language);
    expect(form.computeLabel()).toBe(label);
    expect(form.computeHelper()).not.toBe("");
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

/** The one file that dashboards load. */

import "./registry";

import { BackcareCard } from "./card";
import { registerPicker } from "./picker";
import { BackcareRing } from "./ring";
import { BackCareStrategy } from "./strategy";

const ELEMENTS = {
  "backcare-card": BackcareCard,
  "backcare-ring": BackcareRing,
  "ll-strategy-dashboard-backcare": BackCareStrategy,
};

for (const [name, element] of Object.entries(ELEMENTS)) {
  // A page that was open during an update has those of before.
  if (!customElements.get(name)) customElements.define(name, element);
}
registerPicker();

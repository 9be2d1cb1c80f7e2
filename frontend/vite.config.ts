import { defineConfig } from "vitest/config";
import manifest from "../custom_components/backcare/manifest.json" with { type: "json" };

export default defineConfig({
  define: { __VERSION__: JSON.stringify(manifest.version) },
  // One file without a hash: the integration adds one to its address.
  build: {
    outDir: "../custom_components/backcare/www",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: "src/backcare-card.ts",
      output: {
        entryFileNames: "backcare-card.js",
        codeSplitting: false,
        postBanner:
          "/* BackCare, MIT. Contains Lit: Copyright Google LLC, BSD-3-Clause. */",
      },
    },
  },
  test: { environment: "happy-dom" },
});

import { defineConfig } from "tsdown";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "node/index": "src/node/index.ts",
    "opentelemetry/index": "src/opentelemetry/index.ts",
  },
  platform: "neutral",
  dts: true,
  fixedExtension: false,
  deps: { neverBundle: [/^node:/] },
});

import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", msw: "src/msw.ts", "node/index": "src/node/index.ts" },
  platform: "neutral",
  deps: { neverBundle: [/^node:/] },
  dts: true,
  fixedExtension: false,
});

import { defineConfig } from "tsdown";

// One entry for each engine: what one of them needs, the others do not load.
export default defineConfig({
  entry: {
    index: "src/index.ts",
    "builtin/index": "src/builtin/index.ts",
    "echo/index": "src/echo/index.ts",
    "llama-cpp/index": "src/llama-cpp/index.ts",
    "openai-compatible/index": "src/openai-compatible/index.ts",
  },
  platform: "neutral",
  dts: true,
  fixedExtension: false,
  deps: { neverBundle: [/^node:/] },
});

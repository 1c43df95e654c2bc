import { defineConfig } from "tsdown";

export default defineConfig([
  {
    entry: {
      index: "src/index.ts",
      "node/index": "src/node/index.ts",
      "operator/index": "src/operator/index.ts",
      "opentelemetry/index": "src/opentelemetry/index.ts",
    },
    platform: "neutral",
    dts: true,
    fixedExtension: false,
  },
  // Everything in one file, for pages that load it with `<script type="module">`.
  {
    entry: { "modelfleet.min": "src/index.ts" },
    platform: "browser",
    target: "es2022",
    minify: true,
    dts: false,
    fixedExtension: false,
    deps: { alwaysBundle: [/.*/], onlyBundle: false },
    outputOptions: { codeSplitting: false },
  },
]);

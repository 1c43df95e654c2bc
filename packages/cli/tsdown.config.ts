import { defineConfig } from "tsdown";

// One bundle with everything in it: `npx modelfleet` then installs one package and starts fast.
export default defineConfig({
  entry: ["src/bin.ts"],
  platform: "node",
  dts: false,
  fixedExtension: false,
  minify: true,
  deps: { alwaysBundle: [/.*/] },
});

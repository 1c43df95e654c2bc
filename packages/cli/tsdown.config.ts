import { builtinModules } from "node:module";
import { defineConfig } from "tsdown";

const builtin = "\0builtin:";
const nothing = "\0nothing";

/**
 * Gets Node's own modules by `process.getBuiltinModule`. `import` of one reads every export, lazy ones included: that of
 * `node:http` loads the whole of undici for its `WebSocket`, 35 ms, and that of `node:util` another 6 ms.
 */
const lazyBuiltins = {
  name: "lazy-builtins",
  resolveId: {
    order: "pre" as const,
    handler(id: string): string | undefined {
      const name = id.replace(/^node:/, "");
      // The bundler's own runtime imports `node:module`.
      return name !== "module" && builtinModules.includes(name) ? builtin + name : undefined;
    },
  },
  load(id: string): string | undefined {
    if (!id.startsWith(builtin)) return undefined;
    return `module.exports = process.getBuiltinModule(${JSON.stringify(`node:${id.slice(builtin.length)}`)});`;
  },
};

/** Commander would start commands that are programs of their own with it; there are none, and it takes 7 ms to load. */
const withoutChildProcess = {
  name: "without-child-process",
  resolveId: {
    order: "pre" as const,
    handler(id: string, importer: string | undefined): string | undefined {
      return id === "node:child_process" && importer?.includes("commander") ? nothing : undefined;
    },
  },
  load(id: string): string | undefined {
    return id === nothing ? "module.exports = {};" : undefined;
  },
};

// One bundle with everything in it: `npx modelfleet` then installs one package and starts fast.
export default defineConfig({
  entry: ["src/bin.ts"],
  platform: "node",
  dts: false,
  fixedExtension: false,
  minify: true,
  // Served by `up`.
  copy: [{ from: "../../apps/playground/dist", rename: "playground" }],
  deps: { alwaysBundle: [/.*/], onlyBundle: false },
  plugins: [withoutChildProcess, lazyBuiltins],
  // From the sources: the packages' own bundles are one module each, of which a command could not load a part.
  // In one file what a request needs at least, with all that it imports: every further file costs half a millisecond.
  outputOptions: {
    codeSplitting: { groups: [{ name: "main", test: /src[\\/](main|commands[\\/]model-list)\.ts$/ }] },
  },
  inputOptions: { resolve: { conditionNames: ["modelfleet-source", "node", "import", "module", "default"] } },
});

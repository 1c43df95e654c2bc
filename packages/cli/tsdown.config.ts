import { builtinModules } from "node:module";
import { defineConfig } from "tsdown";

const builtin = "\0builtin:";
const unused = "\0unused";

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

/**
 * Leaves out what is imported and never called here, but costs time when it is loaded: ky (the client is always given
 * Node's transport; ky asks `globalThis.Request` what it can do, which loads undici, 35 ms) and the `child_process` with
 * which commander would start commands that are programs of their own (7 ms).
 */
const leaveOut = {
  name: "leave-out",
  resolveId: {
    order: "pre" as const,
    handler(id: string, importer: string | undefined): string | undefined {
      const never = id === "ky" || (id === "node:child_process" && importer?.includes("commander"));
      return never ? unused : undefined;
    },
  },
  load(id: string): string | undefined {
    return id === unused ? "module.exports = {};" : undefined;
  },
};

// One bundle with everything in it: `npx modelfleet` then installs one package and starts fast.
export default defineConfig({
  entry: ["src/bin.ts"],
  platform: "node",
  dts: false,
  fixedExtension: false,
  minify: true,
  deps: { alwaysBundle: [/.*/], onlyBundle: false },
  plugins: [leaveOut, lazyBuiltins],
  outputOptions: {
    codeSplitting: {
      groups: [
        // What every request needs, in one file: each further one costs half a millisecond.
        {
          name: "client",
          test: /packages[\\/](core|transport|client)[\\/]dist|valibot|src[\\/](controller|failure|interrupt|terminal[\\/](?!style))/,
        },
      ],
    },
  },
});

import { defineConfig } from "vitest/config";

// Workspace packages resolve to their TypeScript sources, so that tests need no build.
const conditions = ["modelfleet-source"];

/** The machine may reach others through a proxy; tests of this project ask nobody but the machine itself. */
const noProxy = { http_proxy: "", https_proxy: "", HTTP_PROXY: "", HTTPS_PROXY: "" };

function project(name: string, include: string[], test: object = {}): object {
  return {
    resolve: { conditions: [...conditions, "module", "node", "default"] },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: { name, include, environment: "node", restoreMocks: true, ...test },
  };
}

export default defineConfig({
  test: {
    projects: [
      project("unit", ["{packages,apps}/*/test/**/*.test.{ts,tsx}", "tooling/{bench,ci}/test/**/*.test.ts"], {
        setupFiles: ["tooling/fuzz/src/fixed-seed.ts"],
        env: noProxy,
        // Limits that only catch what hangs: on a busy machine the first test of a file waits seconds for its imports.
        testTimeout: 30_000,
        hookTimeout: 30_000,
        expect: { poll: { timeout: 20_000 } },
      }),
      // About packages as a whole; reads what was built.
      project("checks", ["tooling/{check,security}/test/**/*.test.ts"], {
        testTimeout: 120_000,
        hookTimeout: 60_000,
      }),
      // Other people's processes, which have faults and pauses of their own: what fails once and then holds is shown as
      // tried again.
      project("interop", ["tooling/interop/test/**/*.test.ts"], {
        testTimeout: 600_000,
        hookTimeout: 900_000,
        retry: 1,
      }),
      // Real models, fetched once. One file after another here and in what else measures, on any number of processors.
      project("models", ["packages/*/test/**/*.model.ts"], {
        testTimeout: 360_000,
        hookTimeout: 360_000,
        fileParallelism: false,
      }),
      project("runtimes", ["tooling/runtimes/test/**/*.test.ts"], {
        testTimeout: 240_000,
        hookTimeout: 300_000,
        fileParallelism: false,
      }),
      project("third-party", ["tooling/third-party/test/**/*.test.ts"], { testTimeout: 60_000, hookTimeout: 60_000 }),
      // Real processes that fail; its long form is "pnpm chaos".
      project("chaos", ["tooling/chaos/test/**/*.test.ts"], { testTimeout: 240_000, fileParallelism: false }),
      // Properties of every package, and of packages together, with random input: see tooling/fuzz.
      project("fuzz", ["tooling/fuzz/test/**/*.test.ts", "{packages,apps}/*/test/**/*-properties.test.ts"], {
        setupFiles: ["tooling/fuzz/src/setup.ts"],
        testTimeout: 0,
      }),
      // Pages in browsers, one file after another: budgets of time want the machine for themselves.
      project("e2e", ["tooling/e2e/test/**/*.test.ts"], {
        testTimeout: 180_000,
        hookTimeout: 120_000,
        fileParallelism: false,
        expect: { poll: { timeout: 60_000, interval: 50 } },
      }),
    ],
  },
});

// Lazy parts (`import()`) are loaded by the first call that needs them, so a page that only chats never loads them.
const leaveLazyPartsOut = {
  name: "leave-lazy-parts-out",
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

const createFleet = { path: "packages/client/dist/index.js", import: "{ createFleet }", gzip: true };

export default [
  {
    ...createFleet,
    name: "createFleet, what streaming a chat in a browser loads (min+gzip)",
    limit: "18 kB",
    modifyEsbuildConfig: (config) => ({ ...config, format: "esm", plugins: [leaveLazyPartsOut] }),
  },
  // Without a limit: only shown, so that nobody mistakes the first number for it.
  { ...createFleet, name: "createFleet, lazy parts included" },
];

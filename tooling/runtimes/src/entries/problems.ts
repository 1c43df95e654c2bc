// The first script of a page: remembers what goes wrong in it, the same way in every engine, for `pageProblems`.
const problems: string[] = [];
(globalThis as { pageProblems?: string[] }).pageProblems = problems;

for (const level of ["error", "warn"] as const) {
  const own = console[level].bind(console);
  console[level] = (...args: unknown[]) => {
    problems.push(`console.${level}: ${args.map(String).join(" ")}`);
    own(...args);
  };
}

// Capturing: an element that could not be loaded tells nobody above it. A preload is only a hint: Firefox has them fail
// for modules that are already there.
addEventListener(
  "error",
  ({ message, target }) => {
    if (!(target instanceof Element)) problems.push(`Uncaught: ${message}`);
    else if (!target.matches("link[rel=modulepreload]")) problems.push(`Not loaded: ${target.outerHTML}`);
  },
  { capture: true },
);
addEventListener("unhandledrejection", ({ reason }) => problems.push(`Unhandled: ${String(reason)}`));
addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) =>
  problems.push(`The policy refused ${blockedURI} (${effectiveDirective}).`),
);

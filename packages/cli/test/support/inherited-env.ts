/** Of the machine that runs the tests: with these, commands would say other things, or call somewhere else. */
const others = [
  /^(CONTROLLER_|MODELFLEET_|OLLAMA_)/,
  /_(API_KEY|API_BASE|BASE_URL)$/,
  // Of a company's network, in whichever case.
  /_PROXY$/i,
  // `CI` too: with it Node takes every terminal for one without colours.
  /^(CI|NO_COLOR|FORCE_COLOR)$/,
  /^NODE_(DEBUG|DISABLE_COLORS|EXTRA_CA_CERTS|OPTIONS|USE_ENV_PROXY)$/,
  // Of languages that may not be installed: shells complain of those on standard error, and a `python3` may be a script.
  /^(LANG|LANGUAGE|LC_\w+)$/,
  // Where there is a screen, servers open a page.
  /^(WAYLAND_)?DISPLAY$/,
];

/** The environment of the tests, without what belongs to nobody's command here. */
export function inheritedEnv(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !others.some((other) => other.test(name))));
}

/** A variable of the environment that a configuration file names, without a default, and that is not set. */
export class UnsetVariableError extends Error {
  override readonly name = "UnsetVariableError";
  readonly variable: string;

  constructor(variable: string) {
    super(`${variable} is not set`);
    this.variable = variable;
  }
}

/**
 * Fills in `${env:NAME}` and `${env:NAME:-default}`. The default stands in for a variable that is not set, not for one
 * that is empty.
 *
 * Source: `_resolve_env_vars` in DB-GPT's `util/configure/manager.py`.
 *
 * @throws UnsetVariableError
 */
export function interpolate(text: string, env: NodeJS.ProcessEnv): string {
  return text.replace(/\$\{env:([^}]+)\}/g, (_match, inner: string) => {
    const [name = "", ...rest] = inner.split(":-");
    const value = env[name];
    if (value !== undefined) return value;
    if (rest.length > 0) return rest.join(":-");
    throw new UnsetVariableError(name);
  });
}

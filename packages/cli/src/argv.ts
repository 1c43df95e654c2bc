/**
 * DB-GPT's command line writes its options in snake_case (`--model_name`), ours in kebab-case; both are understood.
 * What follows `--` is not an option.
 */
export function kebabOptions(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  return args.map((arg, index) => {
    if (end >= 0 && index > end) return arg;
    const [, name, value = ""] = /^--([a-z][a-z0-9]*(?:_[a-z0-9]+)+)(=.*)?$/s.exec(arg) ?? [];
    return name === undefined ? arg : `--${name.replaceAll("_", "-")}${value}`;
  });
}

/** The name by which a command gets an option. */
export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

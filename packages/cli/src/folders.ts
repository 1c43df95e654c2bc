import { isAbsolute, join } from "node:path";

/** Where files of one user belong. None of them need exist. */
export interface Folders {
  /** What is written by hand, or could be. */
  config: string;
  /** What is worth keeping, such as downloads. */
  data: string;
  /** What one run leaves for the next: histories, logs, process ids. Not worth a backup. */
  state: string;
}

export interface FolderOptions {
  env?: Readonly<Record<string, string | undefined>>;
  platform?: NodeJS.Platform;
  home?: string;
}

/**
 * The folders of modelfleet: by the XDG base directory specification on Linux and wherever its variables are set, else
 * where programs on macOS and Windows keep theirs.
 */
export function foldersOf(options: FolderOptions = {}): Folders {
  const { env = process.env, platform = process.platform, home = homeFolder() } = options;
  const defaults = defaultsOf(platform, home, env);
  // The specification has relative paths ignored.
  const folder = (variable: string, otherwise: string): string => {
    const given = env[variable];
    return join(given && isAbsolute(given) ? given : otherwise, "modelfleet");
  };
  return {
    config: folder("XDG_CONFIG_HOME", defaults.config),
    data: folder("XDG_DATA_HOME", defaults.data),
    state: folder("XDG_STATE_HOME", defaults.state),
  };
}

/** As Node finds it. Its module takes as long to load as a tenth of Node itself, and is seldom needed for that. */
export function homeFolder(): string {
  const { HOME, USERPROFILE } = process.env;
  return (process.platform === "win32" ? USERPROFILE : HOME) || process.getBuiltinModule("node:os").homedir();
}

function defaultsOf(platform: NodeJS.Platform, home: string, env: NonNullable<FolderOptions["env"]>): Folders {
  if (platform === "darwin") {
    const support = join(home, "Library", "Application Support");
    return { config: support, data: support, state: support };
  }
  if (platform === "win32") {
    const local = env.LOCALAPPDATA || join(home, "AppData", "Local");
    return { config: env.APPDATA || join(home, "AppData", "Roaming"), data: local, state: local };
  }
  return {
    config: join(home, ".config"),
    data: join(home, ".local", "share"),
    state: join(home, ".local", "state"),
  };
}

import manifest from "../package.json" with { type: "json" };

/** The package's version and the runtime under it: the first two things that a bug report needs. */
export function versionLine(): string {
  return `modelfleet ${manifest.version} (node ${process.version}, ${process.platform} ${process.arch})`;
}

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

/** What the packages' tests read. */
const wanted = ["packages", "apps", "tooling/fixtures", "tooling/tsconfig", "vitest.config.ts", "package.json"];

/**
 * The packages as they are in the work tree, at another place, so that a file can be changed there while others work
 * here. What was installed is shared; the packages' links to each other lead to the copies.
 */
export class CopiedTree implements Disposable {
  readonly root: string = mkdtempSync(join(tmpdir(), "modelfleet-security-"));

  constructor(original: string) {
    const kinds = ["--cached", "--others", "--exclude-standard", "-z"];
    const listed = execFileSync("git", ["ls-files", ...kinds, "--", ...wanted], { cwd: original, encoding: "utf8" });
    for (const path of listed.split("\0").filter((path) => path !== "" && existsSync(join(original, path)))) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      cpSync(join(original, path), join(this.root, path));
    }
    // What nobody changes here.
    for (const shared of ["node_modules", "tooling/fuzz"]) symlinkSync(join(original, shared), join(this.root, shared));
    for (const folder of new Set(listed.match(/(?:packages|apps)\/[^/]+/g))) {
      const links = join(folder, "node_modules");
      // What tools keep there is not copied.
      const filter = (path: string): boolean => !/^\.(?!bin)/.test(relative(join(original, links), path));
      cpSync(join(original, links), join(this.root, links), { recursive: true, verbatimSymlinks: true, filter });
    }
  }

  /** Changes a file until what is returned is disposed of. */
  change(path: string, change: (text: string) => string): Disposable {
    const place = join(this.root, path);
    const before = readFileSync(place, "utf8");
    writeFileSync(place, change(before));
    return { [Symbol.dispose]: () => writeFileSync(place, before) };
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

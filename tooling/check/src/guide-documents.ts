import { readdirSync, readFileSync } from "node:fs";
import { root } from "./workspace.ts";

/** A section as the `guide` of `@modelfleet/engines` has it. */
interface Section {
  source: string;
  title: string;
  text: string;
}

/** What users read: the front page, and the page of each package. AGENTS.md and CONTRIBUTING.md are for others. */
function documentationFiles(): string[] {
  const found = ["packages", "apps"].flatMap((dir) =>
    readdirSync(root, { withFileTypes: true }).some((entry) => entry.isDirectory() && entry.name === dir)
      ? readdirSync(root + dir).flatMap((name) =>
          readdirSync(`${root}${dir}/${name}`).includes("README.md") ? [`${dir}/${name}/README.md`] : [],
        )
      : [],
  );
  return ["README.md", ...found.sort()];
}

/** Markdown, cut at its headings. Headings inside code blocks are code. */
function sections(source: string, markdown: string): Section[] {
  const result: { path: string[]; lines: string[] }[] = [];
  let path: string[] = [];
  let fenced = false;
  for (const line of markdown.replace(/<!--.*?-->/gs, "").split("\n")) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    const heading = fenced ? null : /^(#+)\s+(.*)$/.exec(line);
    if (heading) {
      path = [...path.slice(0, (heading[1] as string).length - 1), (heading[2] as string).replaceAll("`", "")];
      result.push({ path, lines: [] });
    } else result.at(-1)?.lines.push(line.replace(/\s+$/, ""));
  }
  return result
    .map(({ path, lines }) => ({ source, title: path.join(" › "), text: lines.join("\n").trim() }))
    .filter(({ text }) => text !== "");
}

/** The documentation as the guide searches it, as JSON. */
export function guideDocuments(): string {
  const all = documentationFiles().flatMap((file) => sections(file, readFileSync(root + file, "utf8")));
  return `${JSON.stringify(all, null, 2)}\n`;
}

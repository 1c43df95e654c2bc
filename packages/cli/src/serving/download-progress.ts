import { stripToLine } from "../terminal/control-stripper.ts";

/** How much of a file is here, in bytes. */
export interface Downloaded {
  totalSize: number;
  downloadedSize: number;
}

type Output = Pick<NodeJS.WriteStream, "isTTY" | "write">;

/** Shows how far a download is: a line that changes on a terminal, one that is written once elsewhere. */
export function downloadProgress(what: string, output: Output = process.stderr): (progress: Downloaded) => void {
  let shown = -1;
  return ({ totalSize, downloadedSize }) => {
    const percent = totalSize > 0 ? Math.floor((downloadedSize / totalSize) * 100) : 0;
    if (percent === shown || (shown >= 0 && !output.isTTY)) return;
    const first = shown < 0;
    shown = percent;
    const line = `Downloading ${stripToLine(what)}, ${Math.ceil(totalSize / 1_000_000)} MB`;
    if (!output.isTTY) output.write(`${line}\n`);
    else output.write(`${first ? "" : "\r"}${line}: ${percent} %${percent === 100 ? "\n" : ""}`);
  };
}

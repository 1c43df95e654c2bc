import { expect, it } from "vitest";
import { downloadProgress } from "../src/serving/download-progress.ts";

const steps = [0, 4, 1_500_000, 1_500_001, 3_000_000];

it.each([
  [true, "Downloading hf:a/b, 3 MB: 0 %\rDownloading hf:a/b, 3 MB: 50 %\rDownloading hf:a/b, 3 MB: 100 %\n"],
  [false, "Downloading hf:a/b, 3 MB\n"],
])("shows a download, on a terminal: %s", (isTTY, expected) => {
  let written = "";
  const write = (text: string | Uint8Array): boolean => {
    written += String(text);
    return true;
  };
  const show = downloadProgress("hf:a/b", { isTTY, write });
  for (const downloadedSize of steps) show({ totalSize: 3_000_000, downloadedSize });
  expect(written).toBe(expected);
});

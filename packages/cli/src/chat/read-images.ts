import { readFile, stat } from "node:fs/promises";
import type { MediaPart } from "@modelfleet/core";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";

/** Of all of them together: a worker of ours takes 16 MiB, in Base64 and with what else is in a question. */
const maxBytes = 11 * 1024 * 1024;

/** How files of the kinds begin that models take, byte by byte as Latin-1. */
const beginnings: readonly (readonly [type: string, beginning: RegExp])[] = [
  ["png", /^\x89PNG\r\n/],
  ["jpeg", /^\xff\xd8\xff/],
  ["gif", /^GIF8[79]a/],
  ["webp", /^RIFF.{4}WEBP/s],
];

/** The images of `--image`, as messages carry them. @throws CommandError for what is not there, too much, or no image */
export async function readImages(paths: readonly string[] = []): Promise<MediaPart[]> {
  let size = 0;
  const images: MediaPart[] = [];
  for (const path of paths) {
    try {
      size += (await stat(path)).size;
      if (size > maxBytes) {
        throw new CommandError(`The images are more than ${maxBytes / 1024 / 1024} MiB together.`, exitCodes.usage);
      }
      images.push(toPart(path, await readFile(path)));
    } catch (error) {
      if (error instanceof CommandError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      throw new CommandError(`The image cannot be read: ${path} (${code})`, exitCodes.usage);
    }
  }
  return images;
}

function toPart(path: string, bytes: Buffer): MediaPart {
  const beginning = bytes.toString("latin1", 0, 16);
  const [type] = beginnings.find(([, pattern]) => pattern.test(beginning)) ?? [];
  if (type) return { type: "image", data: bytes.toString("base64"), format: `base64@image/${type}` };
  const kinds = beginnings.map(([kind]) => kind).join(", ");
  throw new CommandError(`${path} is no image that models take: ${kinds}.`, exitCodes.usage);
}

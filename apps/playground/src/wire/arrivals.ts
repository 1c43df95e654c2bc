import type { WireFrame } from "./frame-reader.ts";

export interface Arrivals {
  /** Bytes that came in each of equal spans of time. */
  bytes: readonly number[];
  /** Frames that came in each of them. */
  frames: readonly number[];
  spanMs: number;
}

/** When the frames came, in so many spans from the request until `untilMs`. */
export function arrivals(frames: readonly WireFrame[], untilMs: number, spans: number): Arrivals {
  const bytes = Array.from({ length: spans }, () => 0);
  const counts = Array.from({ length: spans }, () => 0);
  const spanMs = Math.max(untilMs, frames.at(-1)?.atMs ?? 0, 1) / spans;
  for (const frame of frames) {
    const place = Math.min(spans - 1, Math.floor(frame.atMs / spanMs));
    bytes[place] = (bytes[place] ?? 0) + frame.bytes.length + 1;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return { bytes, frames: counts, spanMs };
}

export interface Gaps {
  medianMs: number;
  longestMs: number;
  /** The frame that came after the longest. */
  longestAt: number;
}

/** The times between frames, the wait for the first left out. `undefined` with fewer than two. */
export function gaps(frames: readonly WireFrame[]): Gaps | undefined {
  if (frames.length < 2) return undefined;
  let longestAt = 1;
  for (let index = 2; index < frames.length; index += 1) {
    if ((frames[index]?.gapMs ?? 0) > (frames[longestAt]?.gapMs ?? 0)) longestAt = index;
  }
  const sorted = Float64Array.from(frames.slice(1), ({ gapMs }) => gapMs).sort();
  return {
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    longestMs: frames[longestAt]?.gapMs ?? 0,
    longestAt,
  };
}

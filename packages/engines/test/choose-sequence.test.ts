import { expect, test } from "vitest";
import { chooseSequence } from "../src/llama-cpp/choose-sequence.ts";

const empty = { held: 0, common: 0, usedAt: 0 };

test.each([
  [
    "the longest common beginning",
    [{ held: 90, common: 40, usedAt: 1 }, { held: 90, common: 80, usedAt: 2 }, empty],
    1,
  ],
  ["an empty one rather than another conversation's", [{ held: 900, common: 20, usedAt: 1 }, empty], 1],
  [
    "the one left longest ago",
    [
      { held: 50, common: 0, usedAt: 3 },
      { held: 50, common: 0, usedAt: 2 },
    ],
    1,
  ],
  [
    "the shorter of two strangers",
    [
      { held: 500, common: 0, usedAt: 1 },
      { held: 10, common: 0, usedAt: 2 },
    ],
    1,
  ],
  ["none of none", [], -1],
])("takes %s", (_, sequences, index) => expect(chooseSequence(sequences)).toBe(index));

import { equal } from "./assert.ts";
import type { Check } from "./check.ts";
import { models } from "./scenario.ts";
import { withFleet } from "./with-fleet.ts";

export const otherChecks: readonly Check[] = [
  {
    name: "embed",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        const vectors = await fleet.embed({ model: models.embedding, input: ["a", "b"] });
        equal(vectors.length, 2, "vectors");
        equal(new Set(vectors.map(({ length }) => length)).size, 1, "lengths of the vectors");
      }),
  },
  {
    name: "rerank",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        const documents = ["apples", "pears and plums", "a fleet of models"];
        const ranked = await fleet.rerank({ model: models.reranker, query: "fleet of models", documents });
        equal(ranked.map(({ index }) => index).toSorted(), [0, 1, 2], "indices");
        const scores = ranked.map(({ score }) => score);
        equal(
          scores,
          scores.toSorted((a, b) => b - a),
          "scores, best first",
        );
      }),
  },
  {
    name: "count tokens",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        const count = await fleet.countTokens({ model: models.chat, prompt: "one two three" });
        equal(Number.isInteger(count) && count > 0, true, `a positive integer (got ${count})`);
      }),
  },
];

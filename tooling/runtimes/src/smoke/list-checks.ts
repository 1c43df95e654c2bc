import { equal } from "./assert.ts";
import type { Check } from "./check.ts";
import { chatModels, models } from "./scenario.ts";
import { withFleet } from "./with-fleet.ts";

export const listChecks: readonly Check[] = [
  {
    name: "list instances",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        const keys = (await fleet.instances())
          .map(({ workerKey }) => workerKey)
          .filter((key) => !key.endsWith("@service"));
        const expected = [
          ...chatModels.map((name) => `${name}@llm`),
          `${models.embedding}@text2vec`,
          `${models.reranker}@reranker`,
        ];
        equal(keys.toSorted(), expected.toSorted(), "worker keys");
      }),
  },
  {
    name: "list models",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        const names = (await fleet.models()).map(({ model }) => model);
        equal(names, chatModels, "models");
      }),
  },
];

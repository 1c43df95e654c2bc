import { expect, test } from "vitest";
import { guideDocuments } from "../src/guide-documents.ts";

// The built-in guide carries the documentation with it. After a change of a README: `pnpm snapshots`.
test("the guide knows the documentation as it is now", async () => {
  await expect(guideDocuments()).toMatchFileSnapshot("../../../packages/engines/src/builtin/guide/documents.json");
});

import { defineWording } from "../state/wording.ts";

export const compareWording = defineWording({
  title: { en: "Compare", zh: "对比" },
  lead: { en: "The same prompt to several models, side by side.", zh: "把同一个提示词发给多个模型，并排比较。" },
});

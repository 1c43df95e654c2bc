import { defineWording } from "../state/wording.ts";

export const textsWording = defineWording({
  title: { en: "Texts", zh: "文本" },
  lead: {
    en: "How near texts are to each other, and which documents answer a query.",
    zh: "文本之间有多接近，哪些文档能回答一个查询。",
  },
});

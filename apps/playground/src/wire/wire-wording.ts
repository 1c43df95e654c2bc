import { defineWording } from "../state/wording.ts";

export const wireWording = defineWording({
  title: { en: "Wire", zh: "报文" },
  lead: { en: "The frames of the last answer, as they came.", zh: "上一个回答的报文帧，按到达的原样显示。" },
});

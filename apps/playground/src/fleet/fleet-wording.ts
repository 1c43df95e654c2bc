import { defineWording } from "../state/wording.ts";

export const fleetWording = defineWording({
  title: { en: "Fleet", zh: "集群" },
  lead: { en: "Every instance, its health, and what it is doing.", zh: "每个实例、它的健康状态以及它正在做什么。" },
});

import type { Language } from "../state/preferences.ts";

export interface SampleTexts {
  name: string;
  texts: string;
}

/** Texts of three subjects each, so that there are groups to be seen. */
export const similaritySamples: Record<Language, SampleTexts> = {
  en: {
    name: "English",
    texts: `Workers send heartbeats to their controller
Healthy workers send heartbeats every twenty seconds
Unhealthy workers send their controller no heartbeats
Bread dough rises overnight
Knead bread dough until smooth
Warm bread smells better than dough
Morning trains leave for coastal villages
Trains stop at coastal villages each morning`,
  },
  zh: {
    name: "中文",
    texts: `工作节点每二十秒向控制器发送一次心跳
一分钟没有发送心跳的工作节点不健康
控制器列出健康的工作节点
面团在温暖的厨房里发酵
揉好面团，让它发酵一夜
厨房里有温暖的面包香
去海边的火车早上出发
早上的火车在海边的每个村庄停靠`,
  },
};

export interface SampleDocuments extends SampleTexts {
  query: string;
}

export const rankingSamples: Record<Language, SampleDocuments> = {
  en: {
    name: "English",
    query: "When is a worker unhealthy?",
    texts: `The train to the coast leaves in the morning
The controller lists the models that run
Heartbeats are sent every twenty seconds
A worker is unhealthy when it has sent no heartbeat for a minute
Knead the bread dough and let it rise overnight
An unhealthy worker gets no requests until it is back`,
  },
  zh: {
    name: "中文",
    query: "工作节点什么时候不健康？",
    texts: `去海边的火车早上出发
控制器列出正在运行的模型
心跳每二十秒发送一次
一分钟没有发送心跳的工作节点不健康
揉好面团，让它发酵一夜
不健康的工作节点在恢复之前不会收到请求`,
  },
};

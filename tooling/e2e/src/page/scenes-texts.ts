/** What scenes look for on the page, in the language that it speaks. */
export interface ScenesText {
  tour: RegExp;
  thinking: string;
  complete: string;
  failed: string;
  menu: string;
  change: string;
  connect: string;
  breaks: string;
  slow: string;
}

export const scenesTexts: Record<"en" | "zh", ScenesText> = {
  en: {
    tour: /Show me all that an answer can hold/,
    thinking: "Thinking…",
    complete: "Answer complete",
    failed: "The answer failed",
    menu: "Open menu",
    change: "Change connection",
    connect: "Connect to a fleet",
    breaks: "Breaks off mid-answer",
    slow: "Slow",
  },
  zh: {
    tour: /展示回答可以包含的所有内容/,
    thinking: "思考中…",
    complete: "回答完成",
    failed: "回答失败",
    menu: "打开菜单",
    change: "更改连接",
    connect: "连接到集群",
    breaks: "回答中途断开",
    slow: "缓慢",
  },
};

import { defineWording } from "../state/wording.ts";

export const markdownWording = defineWording({
  copyCode: { en: "Copy code", zh: "复制代码" },
  copied: { en: "Copied", zh: "已复制" },
  code: { en: "Code", zh: "代码" },
  table: { en: "Table", zh: "表格" },
  openImage: {
    en: (name: string) => `Image: ${name} (opens in a new tab)`,
    zh: (name: string) => `图片：${name}（在新标签页中打开）`,
  },
  done: { en: "done", zh: "已完成" },
  open: { en: "open", zh: "未完成" },
});

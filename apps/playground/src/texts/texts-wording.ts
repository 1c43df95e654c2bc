import { defineWording } from "../state/wording.ts";

export const textsWording = defineWording({
  title: { en: "Texts", zh: "文本" },
  lead: {
    en: "How near texts are to each other, and which documents answer a query.",
    zh: "文本之间有多接近，哪些文档能回答一个查询。",
  },
  view: { en: "What to look at", zh: "查看内容" },
  similarity: { en: "Similarity", zh: "相似度" },
  rerank: { en: "Rerank", zh: "重排序" },

  model: { en: "Model", zh: "模型" },
  texts: { en: "Texts", zh: "文本" },
  documents: { en: "Documents", zh: "文档" },
  query: { en: "Query", zh: "查询" },
  queryPlaceholder: { en: "What is looked for", zh: "要查找的内容" },
  separator: { en: "Texts are told apart by", zh: "文本分隔方式" },
  byLine: { en: "One per line", zh: "每行一个" },
  byBlankLine: { en: "Blank lines between", zh: "以空行分隔" },
  textsPlaceholder: { en: "Paste the texts to compare", zh: "粘贴要比较的文本" },
  documentsPlaceholder: { en: "Paste the documents, in the order that they have now", zh: "按当前顺序粘贴文档" },
  samples: { en: "Sample", zh: "示例" },
  count: {
    en: (count: number, most: number) => `${count} of at most ${most}`,
    zh: (count: number, most: number) => `${count} / 最多 ${most} 个`,
  },
  limits: {
    en: (characters: string) => `Up to ${characters} characters each; models may read only the beginning of long ones.`,
    zh: (characters: string) => `每个最多 ${characters} 个字符；较长的文本，模型可能只读取开头部分。`,
  },
  tooFew: {
    en: (least: number) => `Give at least ${least}.`,
    zh: (least: number) => `请至少提供 ${least} 个。`,
  },
  tooMany: {
    en: (count: number, most: number) => `These are ${count}; at most ${most} can be taken at once.`,
    zh: (count: number, most: number) => `共 ${count} 个；一次最多 ${most} 个。`,
  },
  tooLong: {
    en: (place: number) => `Number ${place} is too long. Split it, or leave a part out.`,
    zh: (place: number) => `第 ${place} 个太长。请拆分或删减。`,
  },
  queryMissing: { en: "Say what is looked for.", zh: "请输入查询内容。" },
  compareTexts: { en: "Compare texts", zh: "比较文本" },
  rankDocuments: { en: "Rank documents", zh: "文档排序" },
  stop: { en: "Stop", zh: "停止" },
  working: { en: "The model is at work", zh: "模型正在处理" },
  ended: { en: "The result is there", zh: "结果已就绪" },
  failed: { en: "The model could not be asked", zh: "无法请求模型" },
  changed: {
    en: "This result is of other texts or another model than those above.",
    zh: "此结果来自与上方不同的文本或模型。",
  },

  looking: { en: "Looking for models…", zh: "正在查找模型…" },
  unknown: { en: "The fleet could not be asked for its models", zh: "无法查询集群的模型" },
  noEmbedding: { en: "No embedding model is running", zh: "没有正在运行的嵌入模型" },
  noReranker: { en: "No reranker is running", zh: "没有正在运行的重排序模型" },
  howInTab: {
    en: (model: string) => `Start \`${model}\` on the fleet page; it runs in this tab and needs no download.`,
    zh: (model: string) => `请在集群页面启动 \`${model}\`；它在此标签页中运行，无需下载。`,
  },
  howEmbedding: {
    en: "Start one on the fleet page, or begin a worker with one: `modelfleet start worker --model embed:ollama:nomic-embed-text`. `embed:builtin` needs no download.",
    zh: "请在集群页面启动一个，或启动带有嵌入模型的工作节点：`modelfleet start worker --model embed:ollama:nomic-embed-text`。`embed:builtin` 无需下载。",
  },
  howReranker: {
    en: "Start one on the fleet page, or begin a worker with one: `modelfleet start worker --model rerank:builtin`, which needs no download.",
    zh: "请在集群页面启动一个，或启动带有重排序模型的工作节点：`modelfleet start worker --model rerank:builtin`，无需下载。",
  },
  toFleet: { en: "To the fleet page", zh: "前往集群页面" },

  matrix: { en: "Similarity of each two texts", zh: "两两文本的相似度" },
  matrixLead: {
    en: "Cosine of their vectors: 1 is the same direction, 0 nothing in common. Colours go from the least to the most similar pair.",
    zh: "向量夹角的余弦：1 表示方向相同，0 表示毫无共同点。颜色从最不相似到最相似。",
  },
  text: { en: "Text", zh: "文本" },
  number: { en: (place: number) => `Text ${place}`, zh: (place: number) => `文本 ${place}` },
  readout: { en: "Point at a number, or at a text on the map.", zh: "指向一个数字，或图上的一个文本。" },
  nearest: { en: "Nearest texts", zh: "最相近的文本" },
  map: { en: "Map of the texts", zh: "文本分布图" },
  mapLead: {
    en: (percent: string) =>
      `The plane in which the vectors differ most (PCA). It shows ${percent} of their differences: texts far apart are different, texts side by side need not be alike.`,
    zh: (percent: string) =>
      `向量差异最大的平面（PCA），显示了 ${percent} 的差异：相距很远的文本确实不同，相邻的文本不一定相似。`,
  },
  dimensions: { en: (count: number) => `${count} dimensions`, zh: (count: number) => `${count} 维` },
  servedBy: { en: (instance: string) => `served by ${instance}`, zh: (instance: string) => `由 ${instance} 提供` },
  zeros: {
    en: (count: number) => `${count} of the vectors are all zeros: the model found nothing in those texts.`,
    zh: (count: number) => `${count} 个向量全为零：模型未能识别这些文本。`,
  },

  ranking: { en: "Ranking", zh: "排序结果" },
  rankingLead: {
    en: "Scores are the model's own: compare them within one ranking only.",
    zh: "分数由模型给出，只能在同一次排序内比较。",
  },
  rank: { en: "Rank", zh: "名次" },
  moved: { en: "Moved", zh: "变化" },
  score: { en: "Score", zh: "分数" },
  document: { en: "Document", zh: "文档" },
  movedUp: { en: (places: number) => `up ${places}`, zh: (places: number) => `上升 ${places}` },
  movedDown: { en: (places: number) => `down ${places}`, zh: (places: number) => `下降 ${places}` },
  stayed: { en: "same place", zh: "不变" },
  wasGiven: { en: (place: number) => `given as ${place}`, zh: (place: number) => `原第 ${place}` },

  copy: { en: "Copy results", zh: "复制结果" },
  copyCsv: { en: "Copy as CSV", zh: "复制为 CSV" },
  copyJson: { en: "Copy as JSON", zh: "复制为 JSON" },
  copyVectors: { en: "Copy vectors as JSON Lines", zh: "将向量复制为 JSON Lines" },
  copied: { en: "Copied", zh: "已复制" },
  copyRefused: { en: "The browser did not allow copying", zh: "浏览器不允许复制" },
});

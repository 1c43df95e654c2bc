import { ollamaUrl } from "./ollama-url.ts";

/** Services that speak OpenAI's protocol. */
export interface ProxyProvider {
  /** The base URL, and the variable of the environment that takes its place. */
  apiBase: string;
  apiBaseVariable: string;
  /** The variable that its key is read from. */
  keyVariable?: string;
  /** What follows the base, where people name a whole server. */
  path?: string;
  /** Where its rerankers are, if not under the base: those behind the API server of a DB-GPT. */
  rerankUrl?: string;
}

const provider = (apiBase: string, prefix: string): ProxyProvider => ({
  apiBase,
  apiBaseVariable: `${prefix}_API_BASE`,
  keyVariable: `${prefix}_API_KEY`,
});

const openai = provider("https://api.openai.com/v1", "OPENAI");
const ollama: ProxyProvider = { apiBase: ollamaUrl(), apiBaseVariable: "OLLAMA_API_BASE", path: "/v1" };

/**
 * By the names that DB-GPT gives them, with its base URLs and variables.
 *
 * Source: the classes derived from `OpenAICompatibleDeployModelParameters` in DB-GPT 0.8.2's `model/proxy/llms`, those
 * of `rag/embedding` and `dbgpt_ext/rag/embeddings` that post `{model, input}` or `{model, query, documents}`.
 */
export const proxyProviders: Readonly<Record<string, ProxyProvider>> = {
  "proxy/openai": openai,
  "proxy/ollama": ollama,
  "proxy/openapi": { ...openai, rerankUrl: "http://localhost:8100/v1/beta/relevance" },
  "proxy/aimlapi": provider("https://api.aimlapi.com/v1", "AIMLAPI"),
  "proxy/baichuan": provider("https://api.baichuan-ai.com/v1", "BAICHUAN"),
  "proxy/burncloud": provider("https://ai.burncloud.com/v1", "BURNCLOUD"),
  "proxy/deepseek": provider("https://api.deepseek.com/v1", "DEEPSEEK"),
  "proxy/gitee": provider("https://ai.gitee.com/v1", "GITEE"),
  "proxy/infiniai": provider("https://cloud.infini-ai.com/maas/v1", "INFINIAI"),
  "proxy/jina": provider("https://api.jina.ai/v1", "JINA"),
  "proxy/minimax": provider("https://api.minimax.io/v1", "MINIMAX"),
  "proxy/moonshot": provider("https://api.moonshot.cn/v1", "MOONSHOT"),
  "proxy/orcarouter": provider("https://api.orcarouter.ai/v1", "ORCAROUTER"),
  "proxy/siliconflow": provider("https://api.siliconflow.cn/v1", "SILICONFLOW"),
  "proxy/spark": provider("https://spark-api-open.xf-yun.com/v1", "XUNFEI_SPARK"),
  "proxy/tongyi": provider("https://dashscope.aliyuncs.com/compatible-mode/v1", "DASHSCOPE"),
  "proxy/volcengine": provider("https://ark.cn-beijing.volces.com/api/coding/v3", "ARK"),
  "proxy/yi": provider("https://api.lingyiwanwu.com/v1", "YI"),
  "proxy/zhipu": {
    ...provider("https://open.bigmodel.cn/api/paas/v4", "ZHIPUAI"),
    apiBaseVariable: "ZHIPUAI_BASE_URL",
  },
};

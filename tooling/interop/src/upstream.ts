/** What differs between the versions of DB-GPT, as far as a client can see it. */
export interface Upstream {
  /** Before 0.7: outputs are texts, models are configured by command-line values, rerankers are `text2vec`. */
  firstGeneration: boolean;
  /** 500 up to 0.7.0 for models that generate asynchronously. */
  countsTokens: boolean;
  /** At 0.7.0 the route drops the worker type, without which a reranker is not found. */
  reranks: boolean;
  /** Images and the like in messages and answers: from 0.7.1. */
  media: boolean;
  /** Up to 0.6 never; from 0.7 the model of the configuration file only. */
  restarts: boolean;
}

export function upstreamOf(version: string): Upstream {
  const [, minor = 0, patch = 0] = version.split(".").map(Number);
  const second = minor >= 7;
  const repaired = minor > 7 || (minor === 7 && patch > 0);
  return {
    firstGeneration: !second,
    countsTokens: repaired,
    reranks: !second || repaired,
    media: repaired,
    restarts: second,
  };
}

/** The parameters with which a scripted model is started, in the version's own form. */
export function scriptedParams(upstream: Upstream, name: string): Record<string, unknown> {
  return upstream.firstGeneration
    ? { model_name: name, model_path: "scripted", worker_type: "llm" }
    : { name, provider: "scripted" };
}

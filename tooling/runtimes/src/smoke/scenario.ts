/** What the stand-in cluster runs: shared by the harness that scripts it and the checks that know what to expect. */
export const models = {
  chat: "smoke-chat",
  abort: "smoke-abort",
  leave: "smoke-leave",
  /** Left many times over. */
  abandoned: "smoke-abandoned",
  /** Never answers. */
  silent: "smoke-silent",
  /** Says nothing more after its first words. */
  stalling: "smoke-stalling",
  /** Its connection breaks after its first words. */
  dying: "smoke-dying",
  /** Answers with status 500. */
  failing: "smoke-failing",
  embedding: "smoke-embedding",
  reranker: "smoke-reranker",
  unknown: "smoke-unknown",
};

/** What is registered as a chat model, sorted. */
export const chatModels: readonly string[] = [
  models.abandoned,
  models.abort,
  models.chat,
  models.dying,
  models.failing,
  models.leave,
  models.silent,
  models.stalling,
];

/** Characters of one to four bytes, which the wire may cut anywhere. */
export const answer: readonly string[] = ["Hello", ", ", "wörld", " – ", "你好", " ", "🚀", "."];

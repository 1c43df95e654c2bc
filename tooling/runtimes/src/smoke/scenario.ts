/** What the stand-in cluster runs: shared by the harness that scripts it and the checks that know what to expect. */
export const models: {
  chat: string;
  abort: string;
  leave: string;
  failing: string;
  embedding: string;
  reranker: string;
  unknown: string;
} = {
  chat: "smoke-chat",
  abort: "smoke-abort",
  leave: "smoke-leave",
  failing: "smoke-failing",
  embedding: "smoke-embedding",
  reranker: "smoke-reranker",
  unknown: "smoke-unknown",
};

/** Characters of one to four bytes, which the wire may cut anywhere. */
export const answer: readonly string[] = ["Hello", ", ", "wörld", " – ", "你好", " ", "🚀", "."];

/** The models that every worker of the harness serves. */
export const chatModel = "chaos";
export const embeddingModel = "chaos-embed";

/** Workers word it in their own ways; clients know OpenAI's words only, and some refuse others. */
export function finishReasonOf(reason: string | undefined): "stop" | "length" | "content_filter" {
  switch (reason) {
    case "length":
    case "max_tokens":
    case "max_length":
      return "length";
    case "content_filter":
      return "content_filter";
    default:
      return "stop";
  }
}

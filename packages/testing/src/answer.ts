import type { StandInAnswer, StandInFrame, StandInModel, StandInPrompt } from "./model.ts";

/** Whitespace stays with the word after it, as it does with most tokenizers. */
function words(text: string): string[] {
  return text.match(/\s*\S+(?:\s+$)?/gu) ?? (text === "" ? [] : [text]);
}

export function countTokens(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== "").length;
}

function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  const parts = content as { type?: string; object?: { data?: unknown } }[];
  return parts.map((part) => (part.type === "text" ? String(part.object?.data ?? "") : "")).join("");
}

/** The text of the last human message, or the bare prompt. */
function question(request: StandInPrompt): string {
  const last = request.messages?.findLast((message) => message.role === "human");
  return last ? contentText(last.content) : (request.prompt ?? "");
}

export function promptText(request: StandInPrompt): string {
  const messages = request.messages?.map((message) => contentText(message.content)) ?? [];
  return messages.length > 0 ? messages.join("\n") : (request.prompt ?? "");
}

function defaultAnswer(name: string, request: StandInPrompt): string {
  const asked = question(request).trim();
  const about = asked === "" ? "You asked nothing yet." : `You asked: ${JSON.stringify(asked)}.`;
  return `I am ${name}, a stand-in for a model. ${about} My words arrive one by one, as those of a model do.`;
}

/** The frames of a plain answer: thinking first, then the text, one frame a word, then one with the finish reason. */
function* plainFrames(text: string, model: StandInModel): Generator<StandInFrame> {
  let thinking: string | undefined;
  for (const word of words(model.thinking ?? "")) {
    thinking = (thinking ?? "") + word;
    yield { thinking };
  }
  let said = "";
  for (const word of words(text)) {
    said += word;
    yield { text: said, thinking };
  }
  yield { text: said, thinking, media: model.media, finishReason: "stop" };
}

/** Honours `stop` and `max_new_tokens`, counted in words, so that clients can see their options arrive. */
function limit(text: string, request: StandInPrompt): { text: string; finishReason: string } {
  const stops = typeof request.stop === "string" ? [request.stop] : Array.isArray(request.stop) ? request.stop : [];
  const ends = stops.map((stop) => (stop === "" ? -1 : text.indexOf(String(stop)))).filter((end) => end >= 0);
  const stopped = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text;
  const most = typeof request.max_new_tokens === "number" ? request.max_new_tokens : Number.POSITIVE_INFINITY;
  const parts = words(stopped);
  return parts.length > most
    ? { text: parts.slice(0, most).join(""), finishReason: "length" }
    : { text: stopped, finishReason: "stop" };
}

export function* answerFrames(model: StandInModel, request: StandInPrompt): Generator<StandInFrame> {
  const given = typeof model.answer === "function" ? model.answer(request) : model.answer;
  const answer: StandInAnswer = given ?? defaultAnswer(model.name, request);
  if (typeof answer !== "string") {
    yield* answer;
    return;
  }
  const { text, finishReason } = limit(answer, request);
  for (const frame of plainFrames(text, model)) yield frame.finishReason ? { ...frame, finishReason } : frame;
}

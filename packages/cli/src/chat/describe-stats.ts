import { count, seconds, speed } from "./answer-timing.ts";
import type { ChatSession } from "./chat-session.ts";

/** `/stats`: the answers of this chat, in lines of a name and a value. */
export async function describeStats({ answers, conversation, contextSizes }: ChatSession): Promise<string> {
  const rows: [name: string, value: string][] = [
    ["model", conversation.model],
    ["questions", `${answers.length}, ${conversation.exchanges.length} of them in the conversation`],
  ];
  const usages = answers.flatMap(({ usage }) => usage ?? []);
  if (usages.length > 0) {
    const sent = sum(usages.map(({ promptTokens }) => promptTokens));
    const answered = sum(usages.map(({ completionTokens }) => completionTokens));
    rows.push(["tokens", `${sent.toLocaleString("en")} sent, ${answered.toLocaleString("en")} answered`]);
  }
  const speeds = answers.flatMap(({ timing }) => timing.tokensPerSecond ?? []);
  if (speeds.length > 0) rows.push(["speed", `${speed(mean(speeds))} tokens/s on average`]);
  const waits = answers.flatMap(({ timing }) => timing.firstTokenMs ?? []);
  if (waits.length > 0) {
    rows.push(["first token", `after ${seconds(mean(waits))} on average, ${seconds(Math.max(...waits))} at most`]);
  }
  const used = conversation.exchanges.at(-1)?.answer.usage?.totalTokens;
  const limit = await contextSizes.limitOf(conversation.model);
  if (limit) rows.push(["context", `${used ? `${used.toLocaleString("en")} of ` : ""}${count(limit, "token")}`]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

import type { StandInPrompt } from "@modelfleet/testing";

const topics: readonly [pattern: RegExp, answer: string][] = [
  [
    /modelfleet/i,
    "modelfleet is a TypeScript client, command line and runtime for DB-GPT model clusters. This answer came to you " +
      "through its client: a controller named the workers, one of them was chosen, and its words arrive as they are made.",
  ],
  [
    /controller/i,
    "The controller keeps the registry: which models run on which workers, and whether their heartbeats still come.",
  ],
  [/worker/i, "A worker runs models. It registers with the controller, sends heartbeats, and streams answers."],
  [/你好|中文/, "你好！我是一个替身，只会背诵。不过每个字都是真正经过网络一帧一帧传来的。"],
];

/** What the demo's model says: it knows its topics, and admits to nothing else. */
export function answers({ messages = [] }: StandInPrompt): string {
  const questions = messages.filter(({ role }) => role === "human");
  const asked = String(questions.at(-1)?.content ?? "");
  const known = topics.find(([pattern]) => pattern.test(asked))?.[1];
  if (known !== undefined) return known;
  return (
    `I am a stand-in and only recite. Ask me what modelfleet, a controller or a worker is. This was question ` +
    `${questions.length} of our conversation, so what we said before does reach me.`
  );
}

const fence = "```";

/** A section of an answer as models write them: prose, a list, code, a table. */
const section = (place: number): string => `## Part ${place}

A **controller** keeps the list of model instances, and *workers* run the models. What a request needs is found in
three steps, of which \`the second\` is the one that people ask about, as [the guide](https://example.com/${place}) says.

1. The client asks which instances are healthy, and keeps the answer for a while.
2. It picks two at random, and of these the one with less to do.
3. The answer streams back, word by word, until it is whole.

${fence}ts
const fleet = createFleet({ controller: "http://127.0.0.1:8000" });
for await (const { delta } of fleet.chat.stream({ model: "qwen", messages: "Part ${place}" })) {
  show(delta); // only what is new
}
${fence}

| what happens | before the first word | after it |
| --- | --- | --- |
| the worker is gone | another one is asked | the answer ends |
| the worker is busy | one more try elsewhere | cannot happen |

`;

/** How the echo engine counts: words with the space behind them. */
const countTokens = (text: string): number => text.match(/\S+/g)?.length ?? 0;

/** A Markdown answer of at least so many tokens. */
export function longAnswer(tokens: number): string {
  const sections: string[] = [];
  let count = 0;
  while (count < tokens) {
    const next = section(sections.length + 1);
    sections.push(next);
    count += countTokens(next);
  }
  return `${sections.join("")}The end of the answer.`;
}

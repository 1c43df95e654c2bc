// Usage: npx -y pnpm@12 demo
import { createFleet } from "@modelfleet/client/node";
import { createStandInCluster } from "@modelfleet/testing";
import { serveStandIn } from "@modelfleet/testing/node";
import { answers } from "./answers.ts";

const model = "guide";

function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

const cluster = createStandInCluster({
  workers: 2,
  models: [
    { name: model, answer: answers, tokenDelayMs: 25 },
    { name: "thinker", thinking: "A question. What do I know of it? Little: I am a stand-in.", tokenDelayMs: 40 },
    { name: "lexicon", type: "text2vec" },
  ],
});
await using served = await serveStandIn(cluster);
const controller = served.controllerUrl;
const fleet = createFleet({ controller });

try {
  print(`A stand-in for a DB-GPT model cluster (until the native fleet exists) listens at ${controller}.`);
  print("It speaks the wire of a real one, over HTTP; its models only recite.");
  print();
  print("Its chat models, through the client:");
  for (const { model: name, contextLength } of await fleet.models()) print(`  ${name} (${contextLength} tokens)`);
  print();
  const question = "What is modelfleet?";
  print(`> ${question}`);
  for await (const { delta } of fleet.chat.stream({ model, messages: question })) process.stdout.write(delta);
  print();
  print();

  const staysUp = process.stdout.isTTY;
  if (staysUp) print("It stays up until Ctrl-C. Chat with it from another terminal:");
  else print("On a terminal it stays up until Ctrl-C, and is chatted with from another one:");
  print(`  npx -y pnpm@12 --silent modelfleet model chat -m ${model} --address ${controller}`);
  print(`  npx -y pnpm@12 --silent modelfleet model list --address ${controller}`);
  if (staysUp) await new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
} finally {
  await fleet.close();
}

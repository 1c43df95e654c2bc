// Usage: npx -y pnpm@12 demo
import type { Fleet } from "@modelfleet/client";
import { createFleet } from "@modelfleet/client/node";
import { startDemoFleet } from "./start-demo-fleet.ts";

const model = "guide";

function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

async function listModels(fleet: Fleet): Promise<void> {
  print("Its models:");
  for (const { modelName, workerType } of await fleet.instances({ healthyOnly: true })) {
    if (workerType !== "service") print(`  ${modelName} (${workerType})`);
  }
  print();
}

async function chat(fleet: Fleet): Promise<void> {
  const question = "What is modelfleet?";
  print(`> ${question}`);
  print();
  for await (const { delta } of fleet.chat.stream({ model, messages: question })) process.stdout.write(delta);
  print();
  print();
}

async function embedAndRerank(fleet: Fleet): Promise<void> {
  const [vector = []] = await fleet.embed({ model: "lexical-embed", input: "a fleet of models" });
  print(`"a fleet of models" is a vector of ${vector.length} numbers.`);
  const query = "fleet of models";
  const documents = ["Cats sleep all day.", "A model is one of a fleet.", "The fleet of models is up."];
  print(`By "${query}", the best first:`);
  for (const { index, score } of await fleet.rerank({ model: "lexical-rerank", query, documents })) {
    print(`  ${score.toFixed(2)}  ${documents[index]}`);
  }
  print();
}

const served = await startDemoFleet();
const fleet = createFleet({ controller: served.url });
try {
  print(`A fleet runs in this process: controller, worker and API at ${served.url}.`);
  print();
  await listModels(fleet);
  await chat(fleet);
  await embedAndRerank(fleet);

  const staysUp = process.stdout.isTTY;
  print(`The playground, for a browser:         ${served.url}/`);
  print(`The API, for every client of OpenAI's: ${served.url}/v1`);
  if (staysUp) print("It stays up until Ctrl-C. Chat with it from another terminal:");
  else print("On a terminal it stays up until Ctrl-C, and is chatted with from another one:");
  print(`  npx -y pnpm@12 --silent modelfleet model chat -m ${model} --address ${served.url}`);
  print(`  npx -y pnpm@12 --silent modelfleet model list --address ${served.url}`);
  print("One of your own, with models of your own: npx -y pnpm@12 --silent modelfleet up --help");
  if (staysUp) await new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
} finally {
  await fleet.close();
  await served.close();
}

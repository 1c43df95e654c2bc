// node-llama-cpp driven as its own documentation does it, in a process of its own. Usage: direct-process.ts MODEL_FILE
import { getLlama, LlamaChat, LlamaLogLevel, resolveChatWrapper } from "node-llama-cpp";
import { answerTokens, questionOf, settings } from "./settings.ts";

const [modelPath = ""] = process.argv.slice(2);
const { threads, contextLength, parallel } = settings;
const llama = await getLlama({ build: "never", gpu: false, maxThreads: threads, logLevel: LlamaLogLevel.error });
const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
const context = await model.createContext({ contextSize: contextLength, sequences: parallel, threads });
const sequences = Array.from({ length: parallel }, () => context.getSequence());

async function answer(index: number, round: number): Promise<number> {
  const contextSequence = sequences[index];
  if (!contextSequence) throw new RangeError(`no sequence ${index}`);
  const before = contextSequence.tokenMeter.getState();
  const chat = new LlamaChat({ contextSequence, chatWrapper: resolveChatWrapper(model) });
  const history = [
    { type: "user" as const, text: questionOf(round, index) },
    { type: "model" as const, response: [] },
  ];
  await chat.generateResponse(history, { temperature: 0, repeatPenalty: false, maxTokens: answerTokens });
  chat.dispose({ disposeSequence: false });
  return contextSequence.tokenMeter.diff(before).usedOutputTokens;
}

process.on("message", async ({ round, atOnce }: { round: number; atOnce: number }) => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const counts = await Promise.all(Array.from({ length: atOnce }, (_, index) => answer(index, round)));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({ tokens: counts.reduce((sum, count) => sum + count, 0), seconds, cpuSeconds: (user + system) / 1e6 });
});
process.once("disconnect", () => process.exit());
process.send?.("ready");

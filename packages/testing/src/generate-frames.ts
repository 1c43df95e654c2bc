import { answerFrames, countTokens, promptText } from "./answer.ts";
import type { ActiveFault } from "./fault-board.ts";
import { type FrameState, failureToWire, frameToWire } from "./frame-wire.ts";
import type { WireTraits } from "./generation.ts";
import { GenerationMetrics } from "./generation-metrics.ts";
import type { StandInFrame, StandInModel, StandInPrompt } from "./model.ts";
import { pythonJson } from "./python-json.ts";
import { encodeFrame, type FrameDraft, interrupt, spoil } from "./stream-faults.ts";
import { wait } from "./wait.ts";

/** What a generation needs. */
export interface GenerationRun {
  /** Or why there is none, as upstream words it. */
  model: StandInModel | string;
  prompt: StandInPrompt;
  traits: WireTraits;
  /** Whether frames carry only what is new. */
  delta: boolean;
  faults: readonly ActiveFault[];
  /** Ends the generation. */
  signal: AbortSignal;
  onFrame(index: number): void;
}

/** The model's frames; an exception of its script is the last of them. */
function* scripted({ model, prompt }: GenerationRun): Generator<StandInFrame | Error> {
  if (typeof model === "string") {
    yield new Error(model);
    return;
  }
  try {
    yield* answerFrames(model, prompt);
  } catch (error) {
    yield error instanceof Error ? error : new Error(String(error));
  }
}

/** What follows the longest common beginning. */
function news(text: string, before: string): string {
  let same = 0;
  while (same < before.length && text[same] === before[same]) same++;
  return text.slice(same);
}

function shownAsDelta(frame: StandInFrame, before: StandInFrame): StandInFrame {
  if (frame.errorCode) return frame;
  const thinking = frame.thinking ? news(frame.thinking, before.thinking ?? "") : frame.thinking;
  const text = frame.text === undefined ? undefined : news(frame.text, before.text ?? "");
  return { ...frame, text, thinking: thinking === "" ? undefined : thinking };
}

async function* drafts(run: GenerationRun): AsyncGenerator<FrameDraft> {
  const { prompt, traits, faults, signal } = run;
  const delay = typeof run.model === "string" ? 0 : (run.model.tokenDelayMs ?? 0);
  const state: FrameState = {
    index: 0,
    promptTokens: countTokens(promptText(prompt)),
    echo: prompt.echo !== false,
    metrics: new GenerationMetrics(traits),
  };
  const rebuild = (text: string, errorCode: number): Record<string, unknown> =>
    errorCode === 0 ? frameToWire({ text }, { text }, state, traits) : failureToWire(text, errorCode, traits);
  let before: StandInFrame = {};
  for (const frame of scripted(run)) {
    if (delay > 0) await wait(delay, [signal]);
    if (signal.aborted) return;
    if (frame instanceof Error) {
      yield {
        wire: failureToWire(`**LLMServer Generate Error, Please CheckErrorInfo.**: ${frame.message}`, 1, traits),
      };
      return;
    }
    const wire = frameToWire(frame, run.delta ? shownAsDelta(frame, before) : frame, state, traits);
    const draft = spoil({ wire, raw: frame.raw }, state.index, faults, rebuild);
    yield draft;
    if (draft.last) return;
    before = frame;
    state.index += 1;
  }
}

/** The bytes of a stream, a frame and its NUL at a time. */
export async function* streamFrames(run: GenerationRun): AsyncGenerator<Uint8Array> {
  let index = 0;
  for await (const { wire, raw } of drafts(run)) {
    const bytes = encodeFrame(raw ?? pythonJson(wire, true));
    if (!(yield* interrupt(index, bytes, run.faults, run.signal))) return;
    run.onFrame(index);
    yield bytes;
    index += 1;
  }
  yield* interrupt(index, undefined, run.faults, run.signal);
}

/** The whole answer: the last frame. Undefined where there was none. */
export async function lastFrame(run: GenerationRun): Promise<FrameDraft | undefined> {
  let last: FrameDraft | undefined;
  let index = 0;
  for await (const draft of drafts(run)) {
    const slow = run.faults.filter(({ fault }) => fault.type === "slow");
    for (const { fault, over } of slow) await wait(fault.type === "slow" ? fault.ms : 0, [run.signal, over]);
    run.onFrame(index);
    last = draft;
    index += 1;
  }
  return last;
}

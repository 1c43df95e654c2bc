import { type Distribution, type ModelFigures, quantile } from "@modelfleet/client/operator";
import { stripToLine } from "../terminal/control-stripper.ts";
import { ageText, countText, secondsText, speedText } from "../terminal/short-numbers.ts";
import { style } from "../terminal/style.ts";
import { cutToWidth, textWidthFor } from "../terminal/text-width.ts";
import type { FiguresState } from "./figures-reader.ts";
import type { InstanceStatus } from "./fleet-history.ts";
import { addressOf } from "./instance-columns.ts";
import { sparkline } from "./sparkline.ts";

const withoutFigures: Readonly<Record<FiguresState, string>> = {
  here: "The worker says nothing of this model: it may run under another name there.",
  none: "The worker has no figures to show: it is one of DB-GPT's own, or an older one.",
  refused: "The worker refuses to show its figures: set MODELFLEET_TOKEN.",
  unreachable: "The worker cannot be reached from here: modelfleet doctor says more.",
};

/** All about one instance, as wide as the screen at most. */
export async function instanceLines(status: InstanceStatus, { columns }: { columns: number }): Promise<string[]> {
  const { instance, figures, figuresState } = status;
  const lines: [name: string, text: string][] = [
    ["state", `${status.state}${instance.checkHealthy ? "" : ", without health checks"}`],
    ["heartbeat", heartbeat(status)],
    ["weight", String(instance.weight)],
    ...(instance.promptTemplate ? [["prompt template", instance.promptTemplate] as [string, string]] : []),
    ...(figures ? figureLines(status, figures) : []),
  ];
  const title = `${instance.modelName} (${instance.workerType}) at ${addressOf(status)}`;
  const texts = [title, ...lines.map(([name, text]) => `${name.padEnd(17)}${text}`)].map(stripToLine);
  const widthOf = await textWidthFor(texts);
  const [head = "", ...rest] = texts.map((text) => cutToWidth(text, columns - 2, widthOf));
  const facts = [style("bold", head, process.stdout), "", ...rest].map((text) => `  ${text}`.trimEnd());
  return [...facts, "", ...(figures ? chartLines(status, columns) : [`  ${withoutFigures[figuresState]}`])];
}

function heartbeat({ heartbeatAgeSeconds, instance: { lastHeartbeat } }: InstanceStatus): string {
  if (heartbeatAgeSeconds === undefined || lastHeartbeat === undefined) return "not known";
  return `${ageText(heartbeatAgeSeconds)} ago, at ${lastHeartbeat.replace(/\.\d+/, "")} by the controller's clock`;
}

function figureLines({ tokensPerSecond }: InstanceStatus, figures: ModelFigures): [string, string][] {
  const { requests, inFlight, slots, waiting, outputTokens, firstToken, request } = figures;
  const { ok, error, cancelled, refused } = requests;
  const speed = tokensPerSecond === undefined ? "" : `, ${speedText(tokensPerSecond)} per second now`;
  return [
    ["running", `${inFlight} of ${slots}, ${waiting} waiting`],
    ["requests", `${ok} answered, ${error} failed, ${cancelled} cancelled, ${refused} refused`],
    ["tokens", `${countText(outputTokens)} generated${speed}`],
    ["first token", spread(firstToken)],
    ["whole request", spread(request)],
  ];
}

function spread(distribution: Distribution): string {
  if (distribution.count === 0) return "none yet";
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => secondsText(quantile(distribution, share)));
  return `about ${p50} for half of them, ${p90} for 90 %, ${p99} for 99 %`;
}

function chartLines({ history }: InstanceStatus, columns: number): string[] {
  const width = Math.min(60, columns - 4);
  const chart = (title: string, values: readonly number[], text: (value: number) => string): string[] => {
    const most = Math.max(0, ...values);
    return [`  ${title}, up to ${text(most)}`, `  ${style("cyan", sparkline(values, width), process.stdout)}`];
  };
  return [
    ...chart(
      "tokens per second in the last minute",
      history.map(({ tokensPerSecond }) => tokensPerSecond),
      speedText,
    ),
    "",
    ...chart(
      "requests that ran",
      history.map(({ inFlight }) => inFlight),
      String,
    ),
  ];
}

import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { describeError, exitCodeOf } from "../failure.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { style } from "../terminal/style.ts";
import { sayError } from "../terminal/talk.ts";
import type { Answer } from "./answer.ts";
import { describeTiming } from "./answer-timing.ts";
import type { AnswerView } from "./answer-view.ts";
import { createAnswerView } from "./create-answer-view.ts";
import { HeldView } from "./held-view.ts";
import { answerLine, errorLine, writeJsonLine } from "./json-lines.ts";
import { JsonView } from "./json-view.ts";

/** Asks one model, and shows its answer in a view. */
export type AskModel = (model: string, view: AnswerView) => Promise<Answer>;

export type Comparison = (models: readonly string[], ask: AskModel) => Promise<ExitCode>;

/** Side by side, live. */
export function compareInColumns(raw: boolean): Comparison {
  return async (models, ask) => {
    const { CompareColumns } = await import("./compare-columns.ts");
    const columns = new CompareColumns(models, process.stdout, raw);
    const codes = await Promise.all(
      models.map(async (model, index) => {
        try {
          await columns.finish(index, { answer: await ask(model, columns.view(index)) });
          return exitCodes.ok;
        } catch (error) {
          await columns.finish(index, { error: describeError(error) });
          return exitCodeOf(error);
        }
      }),
    );
    await columns.end();
    return firstFailure(codes);
  };
}

/** One after another, under their names. All are asked at once, as side by side, so that their times mean the same. */
export function compareInSections(raw: boolean): Comparison {
  return async (models, ask) => {
    const { stdout } = process;
    const asked = models.map((model) => {
      const view = new HeldView();
      const answer = ask(model, view);
      // Of one that fails before its turn is told when it comes.
      answer.catch(() => undefined);
      return { model, view, answer };
    });
    const codes: ExitCode[] = [];
    for (const [index, { model, view, answer }] of asked.entries()) {
      stdout.write(`${index > 0 ? "\n" : ""}${style("bold", `## ${stripToLine(model)}`, stdout)}\n\n`);
      await view.release(await createAnswerView({ model, raw }));
      try {
        const { stopped, ...whole } = await answer;
        const state = `${stopped ? "stopped · " : ""}${describeTiming({ stopped, ...whole })}`;
        stdout.write(`\n${style("dim", `[${state}]`, stdout)}\n`);
        codes.push(exitCodes.ok);
      } catch (error) {
        sayError(`${model}: ${describeError(error)}`);
        codes.push(exitCodeOf(error));
      }
    }
    return firstFailure(codes);
  };
}

/** NDJSON, lines of all models mixed as they come. */
export const compareAsJson: Comparison = async (models, ask) => {
  const { stdout } = process;
  const codes = await Promise.all(
    models.map(async (model) => {
      try {
        await writeJsonLine(stdout, answerLine(await ask(model, new JsonView(stdout, model))));
        return exitCodes.ok;
      } catch (error) {
        await writeJsonLine(stdout, errorLine(model, error));
        sayError(`${model}: ${describeError(error)}`);
        return exitCodeOf(error);
      }
    }),
  );
  return firstFailure(codes);
};

function firstFailure(codes: readonly ExitCode[]): ExitCode {
  return codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok;
}

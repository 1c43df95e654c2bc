import { autocomplete, confirm, isCancel, multiselect, password, select, text } from "@clack/prompts";
import { isSecretParameter, parameterType } from "@modelfleet/client/operator";
import type { ParameterDescription } from "@modelfleet/core";
import { stripToLine } from "../terminal/control-stripper.ts";
import { restoredBySignals } from "../terminal/restored-by-signals.ts";
import { problemWith } from "./given-params.ts";
import { describeParameter, valueText } from "./parameter-options.ts";
import { readAs } from "./parameter-value.ts";

/** One of several answers. */
export interface Choice<Value> {
  value: Value;
  label: string;
  hint?: string;
}

/** From this many on, one types a part of the name. */
const searchFrom = 12;

/**
 * Questions to a person, on standard error. Loaded when there is something to ask, which needs a terminal: see `canAsk`.
 * Ctrl-C rejects as an interrupted command does.
 */
export class Prompts {
  readonly #common: { input: NodeJS.ReadStream; output: NodeJS.WriteStream; signal: AbortSignal };

  constructor(signal: AbortSignal) {
    this.#common = { input: process.stdin, output: process.stderr, signal };
  }

  async yes(message: string): Promise<boolean> {
    return answered(() => confirm({ ...this.#common, message: stripToLine(message), initialValue: false }));
  }

  /** The only choice is taken without a question. */
  async one<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value> {
    const [only] = choices;
    if (only && choices.length === 1) return only.value;
    const options = choices.map(toOption) as never;
    const ask = choices.length < searchFrom ? select<Value> : autocomplete<Value>;
    return answered(() => ask({ ...this.#common, message: stripToLine(message), options, maxItems: searchFrom }));
  }

  async some<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value[]> {
    const options = choices.map(toOption) as never;
    return answered(() =>
      multiselect<Value>({
        ...this.#common,
        message: stripToLine(message),
        options,
        required: false,
        maxItems: searchFrom,
      }),
    );
  }

  /** `undefined` for what is left to the worker. */
  async value(parameter: ParameterDescription): Promise<unknown> {
    const { paramName, defaultValue, validValues = [], required } = parameter;
    const message = `${stripToLine(paramName)}: ${describeParameter(parameter)}`;
    const type = parameterType(parameter);
    if (validValues.length > 0) {
      return this.one(
        message,
        validValues.map((value) => ({ value, label: valueText(value) })),
      );
    }
    if (type === "boolean") {
      return answered(() => confirm({ ...this.#common, message, initialValue: defaultValue === true }));
    }
    const validate = (given: string | undefined): string | undefined => {
      if (!given) return required ? "It is required." : undefined;
      return problemWith(given, parameter);
    };
    const given = isSecretParameter(parameter)
      ? await answered(() => password({ ...this.#common, message, validate }))
      : await answered(() =>
          text({
            ...this.#common,
            message,
            validate,
            ...(defaultValue === undefined ? {} : { placeholder: valueText(defaultValue) }),
          }),
        );
    return given ? readAs(type, given) : undefined;
  }
}

function toOption<Value>({ value, label, hint }: Choice<Value>): { value: Value; label: string; hint?: string } {
  return { value, label: stripToLine(label), ...(hint ? { hint: stripToLine(hint) } : {}) };
}

/** The library hides the cursor, and takes what is typed without an echo. */
async function answered<T>(ask: () => Promise<T>): Promise<Exclude<T, symbol>> {
  using _signals = restoredBySignals(() => void process.stderr.write("\x1b[?25h\n"));
  const answer = await ask();
  if (isCancel(answer)) throw new DOMException("Interrupted.", "AbortError");
  return answer as Exclude<T, symbol>;
}

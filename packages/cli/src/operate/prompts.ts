import { autocomplete, confirm, isCancel, multiselect, password, select, text } from "@clack/prompts";
import { isSecretParameter, parameterType } from "@modelfleet/client/operator";
import type { ParameterDescription } from "@modelfleet/core";
import { stripToLine } from "../terminal/control-stripper.ts";
import { restoredBySignals } from "../terminal/restored-by-signals.ts";
import { problemWith } from "./given-params.ts";
import { describeParameter, valueText } from "./parameter-options.ts";
import { readAs } from "./parameter-value.ts";
import { Suspension, showCursor } from "./suspension.ts";

/** One of several answers. */
export interface Choice<Value> {
  value: Value;
  label: string;
  hint?: string;
}

/** What the library is told with each question. */
interface Common {
  input: NodeJS.ReadStream;
  output: NodeJS.WriteStream;
  signal: AbortSignal;
}

/** From this many on, one types a part of the name. */
const searchFrom = 12;

/**
 * Questions to a person, on standard error. Loaded when there is something to ask, which needs a terminal: see `canAsk`.
 * Ctrl-C rejects as an interrupted command does. After Ctrl-Z and `fg` a question is asked anew.
 */
export class Prompts {
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  async yes(message: string): Promise<boolean> {
    return this.#answered((common) => confirm({ ...common, message: stripToLine(message), initialValue: false }));
  }

  /** The only choice is taken without a question. */
  async one<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value> {
    const [only] = choices;
    if (only && choices.length === 1) return only.value;
    const options = choices.map(toOption) as never;
    const ask = choices.length < searchFrom ? select<Value> : autocomplete<Value>;
    return this.#answered((common) => ask({ ...common, message: stripToLine(message), options, maxItems: searchFrom }));
  }

  async some<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value[]> {
    const options = choices.map(toOption) as never;
    return this.#answered((common) =>
      multiselect<Value>({
        ...common,
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
      return this.#answered((common) => confirm({ ...common, message, initialValue: defaultValue === true }));
    }
    const validate = (given: string | undefined): string | undefined => {
      if (!given) return required ? "It is required." : undefined;
      return problemWith(given, parameter);
    };
    const given = isSecretParameter(parameter)
      ? await this.#answered((common) => password({ ...common, message, validate }))
      : await this.#answered((common) =>
          text({
            ...common,
            message,
            validate,
            ...(defaultValue === undefined ? {} : { placeholder: valueText(defaultValue) }),
          }),
        );
    return given ? readAs(type, given) : undefined;
  }

  /** The library hides the cursor, and takes what is typed without an echo. */
  async #answered<T>(ask: (common: Common) => Promise<T>): Promise<Exclude<T, symbol>> {
    using _signals = restoredBySignals(() => void process.stderr.write(showCursor));
    for (;;) {
      using suspension = new Suspension();
      const signal = AbortSignal.any([this.#signal, suspension.continued]);
      const answer = await ask({ input: process.stdin, output: process.stderr, signal });
      if (suspension.continued.aborted) continue;
      if (isCancel(answer)) throw new DOMException("Interrupted.", "AbortError");
      return answer as Exclude<T, symbol>;
    }
  }
}

function toOption<Value>({ value, label, hint }: Choice<Value>): { value: Value; label: string; hint?: string } {
  return { value, label: stripToLine(label), ...(hint ? { hint: stripToLine(hint) } : {}) };
}

import { isSecretParameter, parameterType } from "@modelfleet/client/operator";
import type { ParameterDescription } from "@modelfleet/core";
import { Disclosure } from "../design/disclosure.tsx";
import { Field, TextArea, TextInput } from "../design/field.tsx";
import { Select } from "../design/select.tsx";
import { type Spoken, useWording } from "../state/wording.ts";
import { fleetWording } from "./fleet-wording.ts";
import styles from "./parameter-fields.module.css";
import { isRequired, isSet, type ValueProblem, valueText } from "./parameter-values.ts";

/** More than these are folded. */
const shownFields = 6;
/** A choice that is none: lists have no empty values. */
const noChoice = "\u0000";

/** A form made of what a worker says of a model's parameters. */
export function ParameterFields({
  parameters,
  typed,
  problems,
  unset,
  onChange,
}: {
  /** As `settable` has them. */
  parameters: readonly ParameterDescription[];
  typed: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, ValueProblem>>;
  /** What a value that is not set means here: the parameter's default, or what the model runs with. */
  unset: "default" | "present";
  onChange: (name: string, text: string) => void;
}) {
  const t = useWording(fleetWording);
  const required = parameters.filter(isRequired).length;
  const shown = parameters.length <= shownFields + 2 ? parameters.length : Math.max(required, shownFields);
  const fields = (some: readonly ParameterDescription[]) =>
    some.map((parameter) => (
      <ParameterField
        key={parameter.paramName}
        parameter={parameter}
        text={typed[parameter.paramName] ?? ""}
        problem={problems[parameter.paramName]}
        unset={unset}
        onChange={(text) => onChange(parameter.paramName, text)}
      />
    ));
  const folded = parameters.slice(shown);
  return (
    <div className={styles.fields}>
      {fields(parameters.slice(0, shown))}
      {folded.length > 0 && (
        <Disclosure
          summary={t.moreParameters(folded.length)}
          open={folded.some(({ paramName }) => problems[paramName])}
        >
          <div className={styles.fields}>{fields(folded)}</div>
        </Disclosure>
      )}
    </div>
  );
}

function ParameterField({
  parameter,
  text,
  problem,
  unset,
  onChange,
}: {
  parameter: ParameterDescription;
  text: string;
  problem: ValueProblem | undefined;
  unset: "default" | "present";
  onChange: (text: string) => void;
}) {
  const t = useWording(fleetWording);
  const { paramName, label, description, defaultValue, isArray, validValues = [] } = parameter;
  const type = parameterType(parameter);
  const preset = isSet(defaultValue) ? valueText(defaultValue) : undefined;
  const choices =
    !isArray && validValues.length > 0
      ? validValues.map((value) => ({ value: valueText(value), label: valueText(value) }))
      : !isArray && type === "boolean"
        ? [
            { value: "true", label: t.yes },
            { value: "false", label: t.no },
          ]
        : undefined;
  const presetLabel = choices?.find(({ value }) => value === preset)?.label ?? preset;
  const hint = [
    description || label || "",
    isArray ? t.onePerLine : type === "json" ? t.asJson : "",
    presetLabel === undefined ? "" : t.defaultIs(presetLabel),
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <Field
      label={paramName}
      hint={hint}
      error={problem && problemText(problem, t)}
      aside={isRequired(parameter) ? t.required : (parameter.paramType ?? "")}
    >
      {(control) => {
        if (choices) {
          return (
            <Select
              {...control}
              value={text === "" ? noChoice : text}
              choices={[{ value: noChoice, label: unset === "default" ? t.workersOwn : t.asItIs }, ...choices]}
              onChange={(value) => onChange(value === noChoice ? "" : value)}
            />
          );
        }
        const shared = {
          ...control,
          value: text,
          placeholder: unset === "default" ? (preset ?? "") : t.asItIs,
          onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
        };
        if (isArray || type === "json") return <TextArea {...shared} rows={2} />;
        const numeric = type === "integer" || type === "number";
        return (
          <TextInput
            {...shared}
            type={isSecretParameter(parameter) ? "password" : "text"}
            inputMode={numeric ? "decimal" : "text"}
          />
        );
      }}
    </Field>
  );
}

function problemText(problem: ValueProblem, t: Spoken<typeof fleetWording>): string {
  switch (problem) {
    case "required":
      return t.problemRequired;
    case "integer":
      return t.problemInteger;
    case "number":
      return t.problemNumber;
    case "json":
      return t.problemJson;
    case "choice":
      return t.problemChoice;
  }
}

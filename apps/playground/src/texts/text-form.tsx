import { Square } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../design/button.tsx";
import { Card } from "../design/card.tsx";
import { Field, TextArea } from "../design/field.tsx";
import { SegmentedControl } from "../design/segmented-control.tsx";
import { Select } from "../design/select.tsx";
import { useStore } from "../state/store.ts";
import { type Spoken, useWording } from "../state/wording.ts";
import { longestText, mostTexts, parseTexts, problemOf, type TextsProblem } from "./parse-texts.ts";
import type { SampleTexts } from "./samples.ts";
import styles from "./text-form.module.css";
import type { TextTask } from "./text-tasks.ts";
import { textsWording } from "./texts-wording.ts";

interface TextFormProps<Result, Sample extends SampleTexts> {
  task: TextTask<Result>;
  models: readonly string[];
  samples: readonly Sample[];
  onSample: (sample: Sample) => void;
  /** What the texts are called, and what happens to them. */
  label: string;
  placeholder: string;
  action: string;
  /** How many texts there must be. */
  least: number;
  /** Whether everything else is there. */
  ready: boolean;
  onRun: (texts: readonly string[]) => void;
  /** More to fill in, above the texts. */
  children?: ReactNode;
}

/** A box for texts, and the model that is to see them. */
export function TextForm<Result, Sample extends SampleTexts>(props: TextFormProps<Result, Sample>) {
  const { task, models, samples, label, placeholder, action, least, ready, onSample, onRun, children } = props;
  const t = useWording(textsWording);
  const inputs = useStore(task.inputs);
  const working = useStore(task.state, ({ kind }) => kind === "working");
  const texts = parseTexts(inputs.texts, inputs.separator);
  const problem = problemOf(texts, least);
  // An empty box is no mistake yet.
  const error = problem && texts.length > 0 ? describeProblem(problem, t) : undefined;
  const send = () => {
    if (!problem && ready && !working) onRun(texts);
  };
  return (
    <Card>
      <div className={styles.controls}>
        <div className={styles.model}>
          <Field label={t.model}>
            {({ id }) => (
              <Select
                id={id}
                value={inputs.model}
                choices={models.map((model) => ({ value: model, label: model }))}
                onChange={(model) => task.change({ model })}
              />
            )}
          </Field>
        </div>
        <SegmentedControl
          label={t.separator}
          value={inputs.separator}
          choices={[
            { value: "line", label: t.byLine },
            { value: "blank-line", label: t.byBlankLine },
          ]}
          onChange={(separator) => task.change({ separator })}
        />
        <fieldset className={styles.samples} aria-label={t.samples}>
          <span aria-hidden="true">{t.samples}</span>
          {samples.map((sample) => (
            <Button key={sample.name} size="sm" onClick={() => onSample(sample)}>
              {sample.name}
            </Button>
          ))}
        </fieldset>
      </div>
      {children}
      <Field
        label={label}
        aside={t.count(texts.length, mostTexts)}
        hint={t.limits(longestText.toLocaleString("en"))}
        error={error}
      >
        {(control) => (
          <TextArea
            {...control}
            className={styles.box}
            placeholder={placeholder}
            value={inputs.texts}
            onChange={(event) => task.change({ texts: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              send();
            }}
          />
        )}
      </Field>
      <div className={styles.actions}>
        {working && (
          <Button icon={<Square aria-hidden="true" fill="currentColor" />} onClick={() => task.stop()}>
            {t.stop}
          </Button>
        )}
        <Button look="primary" busy={working} disabled={problem !== undefined || !ready} onClick={send}>
          {action}
        </Button>
      </div>
    </Card>
  );
}

function describeProblem(problem: TextsProblem, t: Spoken<typeof textsWording>): string {
  if (problem.kind === "too-few") return t.tooFew(problem.least);
  return problem.kind === "too-many" ? t.tooMany(problem.count, mostTexts) : t.tooLong(problem.place);
}

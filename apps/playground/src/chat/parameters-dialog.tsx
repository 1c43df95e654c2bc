import { type ReactNode, useState } from "react";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Field, TextArea, TextInput } from "../design/field.tsx";
import { Slider } from "../design/slider.tsx";
import { useWording } from "../state/wording.ts";
import { chatWording } from "./chat-wording.ts";
import type { ChatParameters, Conversation } from "./conversation.ts";
import styles from "./parameters-dialog.module.css";

type Settings = Pick<Conversation, "system" | "parameters">;

interface ParametersDialogProps extends Settings {
  title?: string;
  lead?: string;
  /** What holds where nothing is set; the worker's own by default. */
  unset?: string;
  onChange: (change: Partial<Settings>) => void;
  onReset?: () => void;
  onClose: () => void;
  /** More to set, above the others. */
  children?: ReactNode;
}

/** What the next requests are made of. Everything takes effect as it is changed. */
export default function ParametersDialog(props: ParametersDialogProps) {
  const t = useWording(chatWording);
  const { system, parameters, title = t.parameters, lead = t.parametersLead, unset = t.workersOwn } = props;
  const [maxTokens, setMaxTokens] = useState(parameters.maxNewTokens?.toString() ?? "");
  const [stop, setStop] = useState((parameters.stop ?? []).join("\n"));
  const change = (next: ChatParameters) => props.onChange({ parameters: { ...parameters, ...next } });
  const maxTokensWrong = maxTokens !== "" && !/^[1-9]\d{0,7}$/.test(maxTokens.trim());
  const reset = () => {
    props.onChange({ system: "", parameters: {} });
    props.onReset?.();
    setMaxTokens("");
    setStop("");
  };
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={title}
      description={lead}
      closeLabel={t.close}
      footer={
        <>
          <Button look="quiet" onClick={reset}>
            {t.reset}
          </Button>
          <Button look="primary" onClick={props.onClose}>
            {t.done}
          </Button>
        </>
      }
    >
      {props.children}
      <Field label={t.system}>
        {(control) => (
          <TextArea
            {...control}
            placeholder={t.systemPlaceholder}
            value={system}
            onChange={(event) => props.onChange({ system: event.currentTarget.value })}
          />
        )}
      </Field>
      <div className={styles.pair}>
        <Share
          label={t.temperature}
          hint={t.temperatureHint}
          max={2}
          start={0.7}
          unset={unset}
          value={parameters.temperature}
          onChange={(temperature) => change({ temperature })}
        />
        <Share
          label={t.topP}
          hint={t.topPHint}
          max={1}
          start={1}
          unset={unset}
          value={parameters.topP}
          onChange={(topP) => change({ topP })}
        />
        <Field label={t.maxTokens} hint={t.maxTokensHint} error={maxTokensWrong ? t.maxTokensWrong : undefined}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              placeholder={unset}
              value={maxTokens}
              onChange={(event) => {
                const typed = event.currentTarget.value;
                setMaxTokens(typed);
                if (typed === "") change({ maxNewTokens: undefined });
                else if (/^[1-9]\d{0,7}$/.test(typed.trim())) change({ maxNewTokens: Number(typed) });
              }}
            />
          )}
        </Field>
        <Field label={t.stopAt} hint={t.stopHint}>
          {(control) => (
            <TextArea
              {...control}
              rows={1}
              value={stop}
              onChange={(event) => {
                setStop(event.currentTarget.value);
                const lines = event.currentTarget.value.split("\n").filter((line) => line !== "");
                change({ stop: lines.length > 0 ? lines : undefined });
              }}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}

/** A number from 0 that may be left to the worker. */
function Share({
  label,
  hint,
  max,
  start,
  unset,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  max: number;
  /** Where the slider stands while nothing is set. */
  start: number;
  unset: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  const t = useWording(chatWording);
  const aside =
    value === undefined ? (
      unset
    ) : (
      <>
        {value.toFixed(2)}{" "}
        <button
          type="button"
          className={styles.unset}
          aria-label={`${label}: ${t.reset}`}
          onClick={() => onChange(undefined)}
        >
          {t.reset}
        </button>
      </>
    );
  return (
    <Field label={label} hint={hint} aside={aside}>
      {({ id, "aria-describedby": describedBy }) => (
        <Slider
          id={id}
          aria-describedby={describedBy}
          min={0}
          max={max}
          step={0.05}
          value={value ?? start}
          unset={value === undefined}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

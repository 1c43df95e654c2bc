import type { ModelInstance } from "@modelfleet/client";
import type { WorkerType } from "@modelfleet/core";
import { useCallback, useState } from "react";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Field } from "../design/field.tsx";
import { Notice } from "../design/notice.tsx";
import { Select } from "../design/select.tsx";
import { useToasts } from "../design/toast.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import { type Spoken, useWording } from "../state/wording.ts";
import { Asking } from "./asking.tsx";
import { errorText } from "./error-text.ts";
import { fleetWording } from "./fleet-wording.ts";
import type { FleetIntent } from "./instance-menu.tsx";
import { ParameterFields } from "./parameter-fields.tsx";
import { type ReadParameters, readParameters, settable, startParams } from "./parameter-values.ts";
import { type Place, type Startable, startables } from "./startable.ts";
import { useAsked } from "./use-asked.ts";

interface StartDialogProps {
  /** What is chosen at first. */
  intent: Extract<FleetIntent, { kind: "start" }>;
  connection: Connection;
  instances: readonly ModelInstance[];
  /** The fleet has changed. */
  onDone: () => void;
  onClose: () => void;
}

/** Chooses a model, a worker and parameters from what the workers offer, and starts it. */
export function StartDialog(props: StartDialogProps) {
  const t = useWording(fleetWording);
  const { connection, instances, onClose } = props;
  const ask = useCallback((signal: AbortSignal) => connection.fleet.workers.supported({ signal }), [connection]);
  const asked = useAsked(ask);
  const choices = asked.data && startables(asked.data, instances);
  if (choices && choices.length > 0) return <StartForm {...props} choices={choices} />;
  return (
    <Dialog open onClose={onClose} title={t.startTitle} description={t.startLead} closeLabel={t.close}>
      {choices ? (
        <Notice>{t.nothingSupported}</Notice>
      ) : (
        <Asking asked={asked} waiting={t.loadingSupported} failed={t.supportedFailed} />
      )}
    </Dialog>
  );
}

function StartForm({
  intent,
  choices,
  connection,
  onDone,
  onClose,
}: StartDialogProps & { choices: readonly Startable[] }) {
  const t = useWording(fleetWording);
  const toasts = useToasts();
  const wanted = choices.find(
    ({ model, workerType }) => model === intent.model && workerType === (intent.workerType ?? workerType),
  );
  const [key, setKey] = useState(wanted?.key);
  const [address, setAddress] = useState(intent.address);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [problems, setProblems] = useState<ReadParameters["problems"]>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();

  const chosen = choices.find((choice) => choice.key === key);
  const free = chosen?.places.filter(({ hindrance }) => !hindrance) ?? [];
  const place = free.find((candidate) => candidate.address === address) ?? free[0];
  const parameters = settable((place ?? chosen?.places[0])?.offered.params ?? []);

  const start = async () => {
    if (!place || !chosen) return;
    const read = readParameters(parameters, typed, { requireAll: true });
    setProblems(read.problems);
    if (Object.keys(read.problems).length > 0) return;
    setBusy(true);
    setFailure(undefined);
    const { host, port, offered } = place;
    try {
      const params = startParams(offered, read.params);
      await connection.fleet.workers.start({
        model: chosen.model,
        workerType: chosen.workerType as WorkerType,
        host,
        port,
        params,
      });
      toasts.show(t.started(chosen.model, place.address));
      onClose();
    } catch (error) {
      setFailure(errorText(error));
      setBusy(false);
    }
    onDone();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t.startTitle}
      description={t.startLead}
      closeLabel={t.close}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button look="primary" busy={busy} disabled={!place} onClick={() => void start()}>
            {t.doStart}
          </Button>
        </>
      }
    >
      {choices.every(({ places }) => places.every(({ hindrance }) => hindrance === "runs")) && (
        <Notice>{t.allRun}</Notice>
      )}
      <Field label={t.model} hint={chosen?.description}>
        {(control) => (
          <Select
            {...control}
            value={key}
            placeholder={t.chooseModel}
            choices={choices.map((choice) => ({
              value: choice.key,
              label: choice.model,
              detail: modelDetail(choice, t),
              disabled: choice.places.every(({ hindrance }) => hindrance),
            }))}
            onChange={(next) => {
              setKey(next);
              setTyped({});
              setProblems({});
              setFailure(undefined);
            }}
          />
        )}
      </Field>
      {chosen && (
        <Field label={t.worker}>
          {(control) => (
            <Select
              {...control}
              value={place?.address}
              placeholder={t.cannotStart}
              choices={chosen.places.map((candidate) => ({
                value: candidate.address,
                label: candidate.address,
                detail: hindranceText(candidate, t),
                disabled: candidate.hindrance !== undefined,
              }))}
              onChange={setAddress}
            />
          )}
        </Field>
      )}
      {chosen && parameters.length > 0 && (
        <ParameterFields
          key={chosen.key}
          parameters={parameters}
          typed={typed}
          problems={problems}
          unset="default"
          onChange={(name, text) => {
            setTyped((before) => ({ ...before, [name]: text }));
            setProblems(({ [name]: _, ...others }) => others);
          }}
        />
      )}
      {busy && chosen && place && <Notice>{t.starting(chosen.model, place.address)}</Notice>}
      {failure && (
        <Notice kind="danger" title={t.startFailed}>
          {failure}
        </Notice>
      )}
    </Dialog>
  );
}

type Wording = Spoken<typeof fleetWording>;

function modelDetail({ workerType, provider, places }: Startable, t: Wording): string {
  const type =
    workerType === "llm" || workerType === "text2vec" || workerType === "reranker" ? t[workerType] : workerType;
  const where = places.every(({ hindrance }) => hindrance === "runs") ? t.runsEverywhere : "";
  return [type, provider, where].filter(Boolean).join(" · ");
}

function hindranceText({ hindrance, offered }: Place, t: Wording): string | undefined {
  if (hindrance === "runs") return t.runsThere;
  if (hindrance === "path") return t.fileMissing(offered.path ?? "");
  return hindrance && t.cannotStart;
}

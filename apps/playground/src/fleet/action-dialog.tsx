import type { ParameterDescription } from "@modelfleet/core";
import { Check, X } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Notice } from "../design/notice.tsx";
import { Spinner } from "../design/spinner.tsx";
import { useToasts } from "../design/toast.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import { formatDuration } from "../state/format.ts";
import { type Spoken, useWording } from "../state/wording.ts";
import styles from "./action-dialog.module.css";
import { Asking } from "./asking.tsx";
import { type ActionResult, type FleetAction, runAction, targetsOf } from "./fleet-actions.ts";
import { fleetWording } from "./fleet-wording.ts";
import { ParameterFields } from "./parameter-fields.tsx";
import { type ReadParameters, readParameters, settable } from "./parameter-values.ts";
import { useAsked } from "./use-asked.ts";

/** Asks whether it is meant, does it, and says what became of each instance. */
export function ActionDialog({
  action,
  connection,
  onDone,
  onClose,
}: {
  action: FleetAction;
  connection: Connection;
  /** The fleet has changed. */
  onDone: () => void;
  onClose: () => void;
}) {
  const t = useWording(fleetWording);
  const toasts = useToasts();
  const [results, setResults] = useState<readonly ActionResult[]>();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [wrong, setWrong] = useState<ReadParameters["problems"]>({});
  const [nothing, setNothing] = useState(false);
  const [parameters, setParameters] = useState<readonly ParameterDescription[]>();
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);

  const { kind, model } = action;
  const targets = targetsOf(action);
  const running = results !== undefined && results.length < targets.length;

  const run = async () => {
    let params: Record<string, unknown> = {};
    if (kind === "apply") {
      const read = readParameters(parameters ?? [], typed, { requireAll: false });
      const empty = Object.keys(read.params).length === 0;
      setWrong(read.problems);
      setNothing(empty && Object.keys(read.problems).length === 0);
      if (empty || Object.keys(read.problems).length > 0) return;
      params = read.params;
    }
    const found: ActionResult[] = [];
    setResults([]);
    await runAction(connection.fleet, action, params, (result) => {
      found.push(result);
      setResults([...found]);
    });
    onDone();
    const failed = found.filter(({ success }) => !success).length;
    // Who closed the dialog meanwhile hears of it all the same.
    if (!open.current) {
      const title = failed === 0 ? t.allDone(found.length) : t.someFailed(failed, found.length);
      toasts.show(`${model}: ${title}`, { danger: failed > 0 });
    }
  };

  const title = { stop: t.stopTitle, restart: t.restartTitle, apply: t.applyTitle }[kind](model);
  const lead = { stop: t.stopLead, restart: t.restartLead, apply: t.applyLead }[kind];
  const verb = { stop: t.doStop, restart: t.doRestart, apply: t.doApply }[kind];
  const noParameters = kind === "apply" && parameters?.length === 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={results ? undefined : lead}
      closeLabel={t.close}
      footer={
        results ? (
          <Button onClick={onClose}>{t.close}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t.cancel}</Button>
            <Button
              look={kind === "stop" ? "danger" : "primary"}
              disabled={kind === "apply" && (!parameters || noParameters)}
              onClick={() => void run()}
            >
              {verb}
            </Button>
          </>
        )
      }
    >
      {kind === "apply" && !results && (
        <Parameters
          action={action}
          connection={connection}
          typed={typed}
          problems={wrong}
          onAsked={setParameters}
          onChange={(name, text) => {
            setTyped((before) => ({ ...before, [name]: text }));
            setWrong(({ [name]: _, ...others }) => others);
            setNothing(false);
          }}
        />
      )}
      {nothing && <Notice kind="warning">{t.nothingToChange}</Notice>}
      <Targets targets={targets} results={results} />
      {results && (
        <p className={styles.outcome} role="status">
          {running ? t.running : outcome(results, t)}
        </p>
      )}
    </Dialog>
  );
}

function outcome(results: readonly ActionResult[], t: Spoken<typeof fleetWording>): string {
  const failed = results.filter(({ success }) => !success).length;
  return failed === 0 ? t.allDone(results.length) : t.someFailed(failed, results.length);
}

function Targets({ targets, results }: { targets: readonly string[]; results: readonly ActionResult[] | undefined }) {
  const t = useWording(fleetWording);
  return (
    <ul className={styles.targets} aria-label={results ? t.results : t.on}>
      {targets.map((address) => {
        const result = results?.find((entry) => entry.address === address);
        return (
          <li key={address} className={styles.target} data-failed={result && !result.success ? "" : undefined}>
            <code>{address}</code>
            {results && (
              <span className={styles.result}>
                {!result && <Spinner />}
                {result?.success && <Check aria-hidden="true" />}
                {result && !result.success && <X aria-hidden="true" />}
                {result ? (result.success ? t.ok : t.notOk) : t.running}
                {result && <span className={styles.took}>{formatDuration(result.ms)}</span>}
              </span>
            )}
            {result?.message && <p className={styles.message}>{result.message}</p>}
          </li>
        );
      })}
    </ul>
  );
}

function Parameters({
  action: { model, workerType },
  connection,
  typed,
  problems,
  onAsked,
  onChange,
}: {
  action: FleetAction;
  connection: Connection;
  typed: Readonly<Record<string, string>>;
  problems: ReadParameters["problems"];
  onAsked: (parameters: readonly ParameterDescription[]) => void;
  onChange: (name: string, text: string) => void;
}) {
  const t = useWording(fleetWording);
  const ask = useCallback(
    async (signal: AbortSignal) =>
      settable(await connection.fleet.workers.parameters({ model, workerType }, { signal })),
    [connection, model, workerType],
  );
  const asked = useAsked(ask);
  const { data } = asked;
  useEffect(() => {
    if (data) onAsked(data);
  }, [data, onAsked]);
  if (!data) return <Asking asked={asked} waiting={t.loadingParameters} failed={t.parametersFailed} />;
  if (data.length === 0) return <Notice>{t.noParameters}</Notice>;
  return <ParameterFields parameters={data} typed={typed} problems={problems} unset="present" onChange={onChange} />;
}

import { ClipboardCopy, FileJson, FileText, Sigma } from "lucide-react";
import { useLocation } from "wouter";
import { Button } from "../design/button.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { Menu, MenuItem } from "../design/menu.tsx";
import { Notice } from "../design/notice.tsx";
import { Spinner } from "../design/spinner.tsx";
import { useToasts } from "../design/toast.tsx";
import { WithCode } from "../design/with-code.tsx";
import { useConnection } from "../fleet-connection/use-fleet.ts";
import { formatDuration } from "../state/format.ts";
import { useWording } from "../state/wording.ts";
import styles from "./result-parts.module.css";
import type { TaskEnd, TaskState, TextInputs } from "./text-tasks.ts";
import { textsWording } from "./texts-wording.ts";

/** Where no model can be asked: that it is looked for, or how to get one. */
export function NoModel({
  models,
  error,
  title,
  how,
  tabModel,
}: {
  models: readonly string[] | undefined;
  error: unknown;
  title: string;
  how: string;
  /** The model of the fleet in the tab that would do. */
  tabModel: string;
}) {
  const t = useWording(textsWording);
  const connection = useConnection();
  const [, navigate] = useLocation();
  if (!models && error !== undefined) {
    return (
      <Notice kind="danger" title={t.unknown}>
        {error instanceof Error ? error.message : String(error)}
      </Notice>
    );
  }
  if (!models) {
    return (
      <p className={styles.looking} role="status">
        <Spinner /> {t.looking}
      </p>
    );
  }
  return (
    <EmptyState
      icon={<Sigma />}
      title={title}
      actions={<Button onClick={() => navigate("/fleet")}>{t.toFleet}</Button>}
    >
      <WithCode text={connection?.tab ? t.howInTab(tabModel) : how} />
    </EmptyState>
  );
}

/** How a task stands, in words: said by screen readers, and seen where something is wrong. */
export function TaskStatus<Result extends TaskEnd>({
  state,
  inputs,
}: {
  state: TaskState<Result>;
  inputs: TextInputs;
}) {
  const t = useWording(textsWording);
  const result = state.kind === "done" ? state.result : undefined;
  return (
    <>
      <p className="visually-hidden" role="status">
        {state.kind === "working" ? t.working : state.kind === "done" ? t.ended : ""}
      </p>
      {state.kind === "failed" && (
        <Notice kind="danger" title={t.failed}>
          {state.error instanceof Error ? state.error.message : String(state.error)}
        </Notice>
      )}
      {result && isOther(result.inputs, inputs) && <Notice>{t.changed}</Notice>}
    </>
  );
}

const isOther = (before: TextInputs, now: TextInputs): boolean =>
  (Object.keys(now) as (keyof TextInputs)[]).some((key) => before[key] !== now[key]);

/** Which model made it, where and how fast. */
export function TaskFacts({ end, extra }: { end: TaskEnd; extra?: string }) {
  const t = useWording(textsWording);
  const facts = [end.model, extra, formatDuration(end.tookMs), end.instance && t.servedBy(end.instance)];
  return <p className={styles.facts}>{facts.filter(Boolean).join(" · ")}</p>;
}

/** Copies what a result is made of. `vectors` only where there are some. */
export function CopyMenu({ csv, json, vectors }: { csv: () => string; json: () => string; vectors?: () => string }) {
  const t = useWording(textsWording);
  const toasts = useToasts();
  const copy = (make: () => string) => {
    navigator.clipboard.writeText(make()).then(
      () => toasts.show(t.copied),
      () => toasts.show(t.copyRefused, { danger: true }),
    );
  };
  return (
    <Menu
      trigger={
        <Button size="sm" icon={<ClipboardCopy aria-hidden="true" />}>
          {t.copy}
        </Button>
      }
    >
      <MenuItem icon={<FileText aria-hidden="true" />} onSelect={() => copy(csv)}>
        {t.copyCsv}
      </MenuItem>
      <MenuItem icon={<FileJson aria-hidden="true" />} onSelect={() => copy(json)}>
        {t.copyJson}
      </MenuItem>
      {vectors && (
        <MenuItem icon={<Sigma aria-hidden="true" />} onSelect={() => copy(vectors)}>
          {t.copyVectors}
        </MenuItem>
      )}
    </Menu>
  );
}

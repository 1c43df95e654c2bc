import { lazy, Suspense, useEffect, useReducer, useRef, useState } from "react";
import { Composer } from "../chat/composer.tsx";
import { useConnection, useModels } from "../fleet-connection/use-fleet.ts";
import { useCommands } from "../state/commands.ts";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import { Column } from "./column.tsx";
import { ColumnTabs } from "./column-tabs.tsx";
import { CompareActions } from "./compare-actions.tsx";
import styles from "./compare-page.module.css";
import { compareWording } from "./compare-wording.ts";
import { type CompareColumn, comparison, lastAnswer } from "./comparison.ts";
import { bestOf } from "./figures.ts";

const ParametersDialog = lazy(() => import("../chat/parameters-dialog.tsx"));
const ColumnSettings = lazy(() => import("./column-settings.tsx"));

/** The same question to several models, side by side. */
export default function ComparePage() {
  const t = useWording(compareWording);
  const connection = useConnection();
  const { data: models } = useModels();
  const columns = useStore(comparison.columns);
  const shared = useStore(comparison.shared);
  const answering = useStore(comparison.answering).size > 0;
  const answers = useLastAnswers(columns);
  const [settings, setSettings] = useState<string>();
  const box = useRef<HTMLTextAreaElement>(null);
  const row = useRef<HTMLDivElement>(null);

  const names = (models ?? []).map(({ model }) => model);
  useInitialColumns(models && names, connection?.preferredModel);
  useCommands(t.title, [{ id: "compare-focus-box", label: t.placeholder, keys: "/", run: () => box.current?.focus() }]);

  const choices = (models ?? []).map(({ model, label, description }) => ({
    value: model,
    label: model,
    detail: label ?? description,
  }));
  const best = {
    firstTokenMs: bestOf("firstTokenMs", answers),
    perSecond: bestOf("perSecond", answers),
    totalMs: bestOf("totalMs", answers),
  };
  const chosen = columns.map(({ session }) => session.conversation.get().model).filter((model) => model !== undefined);
  const began = answers.some(Boolean);
  const inDialog = columns.findIndex(({ id }) => id === settings);
  const dialogColumn = columns[inDialog];

  return (
    <div className={styles.compare}>
      <CompareActions
        comparison={comparison}
        connection={connection}
        onAdd={() => comparison.add(names.find((name) => !chosen.includes(name)) ?? names[0])}
        onParameters={() => setSettings("all")}
      />
      <ColumnTabs columns={columns} row={row} />
      {/* Columns scroll sideways where they do not fit, so they must be reachable by keyboard. */}
      <section ref={row} className={styles.columns} data-count={columns.length} aria-label={t.columns} tabIndex={0}>
        {columns.map((column, index) => (
          <Column
            key={column.id}
            comparison={comparison}
            column={column}
            place={index + 1}
            choices={choices}
            best={best}
            removable={columns.length > 2}
            onSettings={() => setSettings(column.id)}
          />
        ))}
      </section>
      {!began && (
        <div className={styles.begin}>
          <p>{t.lead}</p>
          <ul className={styles.ideas}>
            {(connection?.tab ? [t.tryTour, t.tryStart] : [t.tryExplain, t.tryTable]).map((idea) => (
              <li key={idea}>
                <button
                  type="button"
                  className={styles.idea}
                  disabled={!connection || chosen.length === 0}
                  onClick={() => connection && void comparison.send(connection, idea)}
                >
                  {idea}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Composer
        ref={box}
        models={chosen}
        placeholder={began ? t.followUp : t.placeholder}
        coming={answering}
        stopLabel={t.stopAll}
        onSend={(to, text, images) => void comparison.send(to, text, images)}
        onStop={() => comparison.stop()}
      />
      <p className="visually-hidden" role="status">
        {answering ? t.allComing : began ? t.allEnded : ""}
      </p>
      <Suspense>
        {settings === "all" && (
          <ParametersDialog
            {...shared}
            title={t.parameters}
            lead={t.parametersLead}
            onChange={(change) => comparison.shared.set((before) => ({ ...before, ...change }))}
            onClose={() => setSettings(undefined)}
          />
        )}
        {dialogColumn && (
          <ColumnSettings
            comparison={comparison}
            column={dialogColumn}
            place={inDialog + 1}
            onClose={() => setSettings(undefined)}
          />
        )}
      </Suspense>
    </div>
  );
}

/** The last answers, in the columns' order; says again when one changes, or another model is chosen. */
function useLastAnswers(columns: readonly CompareColumn[]): ReturnType<typeof lastAnswer>[] {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const ends = columns.map(({ session }) => session.conversation.subscribe(again));
    return () => {
      for (const end of ends) end();
    };
  }, [columns]);
  return columns.map(lastAnswer);
}

/** Two columns at first, with models that are there; of a fleet that was left, others are taken. */
function useInitialColumns(names: readonly string[] | undefined, preferred: string | undefined): void {
  const known = names?.join("\n");
  useEffect(() => {
    while (comparison.columns.get().length < 2) comparison.add(undefined);
    const there = known ? known.split("\n") : [];
    const first = preferred !== undefined && there.includes(preferred) ? preferred : there[0];
    const ordered = [first, ...there.filter((name) => name !== first).toReversed()];
    for (const [index, { session }] of comparison.columns.get().entries()) {
      const { model, messages } = session.conversation.get();
      const gone = model === undefined || (messages.length === 0 && !there.includes(model));
      if (there.length > 0 && gone) session.configure({ model: ordered[index % ordered.length] });
    }
  }, [known, preferred]);
}

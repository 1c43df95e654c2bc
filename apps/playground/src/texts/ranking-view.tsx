import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { Card } from "../design/card.tsx";
import { Field, TextInput } from "../design/field.tsx";
import { type Column, Table } from "../design/table.tsx";
import { useConnection } from "../fleet-connection/use-fleet.ts";
import { useStore } from "../state/store.ts";
import { type Spoken, useWording } from "../state/wording.ts";
import { rankingToCsv, rankingToJson } from "./export-texts.ts";
import { barOf, type RankedDocument } from "./ranking.ts";
import styles from "./ranking-view.module.css";
import { CopyMenu, NoModel, TaskFacts, TaskStatus } from "./result-parts.tsx";
import { rankingSamples } from "./samples.ts";
import { TextForm } from "./text-form.tsx";
import { type RankingResult, rankingTask, rankTexts, resultOf } from "./text-tasks.ts";
import { textsWording } from "./texts-wording.ts";
import { useTextModels } from "./use-text-models.ts";

/** Which documents answer a query best, by a reranker. */
export function RankingView() {
  const t = useWording(textsWording);
  const connection = useConnection();
  const { models, error } = useTextModels("reranker", rankingTask);
  const state = useStore(rankingTask.state);
  const inputs = useStore(rankingTask.inputs);
  const result = resultOf(state);
  const { model, query } = inputs;
  const queryMissing = query.trim() === "" && inputs.texts.trim() !== "";
  return (
    <>
      {models && models.length > 0 ? (
        <TextForm
          task={rankingTask}
          models={models}
          samples={Object.values(rankingSamples)}
          onSample={(sample) => rankingTask.change({ texts: sample.texts, query: sample.query, separator: "line" })}
          label={t.documents}
          placeholder={t.documentsPlaceholder}
          action={t.rankDocuments}
          least={1}
          ready={connection !== undefined && model !== undefined && query.trim() !== ""}
          onRun={(documents) => {
            if (!connection || model === undefined) return;
            void rankingTask.run((asked, signal) => rankTexts(connection, model, documents, asked, signal));
          }}
        >
          <Field label={t.query} hint={queryMissing ? t.queryMissing : undefined}>
            {(control) => (
              <TextInput
                {...control}
                placeholder={t.queryPlaceholder}
                value={query}
                onChange={(event) => rankingTask.change({ query: event.currentTarget.value })}
              />
            )}
          </Field>
        </TextForm>
      ) : (
        <NoModel models={models} error={error} title={t.noReranker} how={t.howReranker} tabModel="lexical-rerank" />
      )}
      <TaskStatus state={state} inputs={inputs} />
      {result && <Result result={result} t={t} />}
    </>
  );
}

function Result({ result, t }: { result: RankingResult; t: Spoken<typeof textsWording> }) {
  const { ranked, query } = result;
  const columns: Column<RankedDocument>[] = [
    { key: "rank", head: t.rank, cell: ({ rank }) => rank },
    { key: "moved", head: t.moved, cell: (entry) => <Moved entry={entry} t={t} /> },
    {
      key: "score",
      head: t.score,
      cell: ({ score }) => (
        <span className={styles.score}>
          <span className={styles.number}>{score.toFixed(3)}</span>
          <span className={styles.track} aria-hidden="true">
            <span className={styles.bar} style={{ width: `${barOf(score, ranked) * 100}%` }} />
          </span>
        </span>
      ),
    },
    { key: "document", head: t.document, cell: ({ document }) => <p className={styles.document}>{document}</p> },
  ];
  return (
    <Card title={t.ranking} actions={<CopyMenu csv={() => rankingToCsv(result)} json={() => rankingToJson(result)} />}>
      <p className={styles.query}>{query}</p>
      <Table caption={t.ranking} columns={columns} rows={ranked} rowKey={({ given }) => String(given)} />
      <p className={styles.lead}>{t.rankingLead}</p>
      <TaskFacts end={result} />
    </Card>
  );
}

function Moved({ entry: { moved, given }, t }: { entry: RankedDocument; t: Spoken<typeof textsWording> }) {
  const Icon = moved > 0 ? ArrowUp : moved < 0 ? ArrowDown : Minus;
  const words = moved > 0 ? t.movedUp(moved) : moved < 0 ? t.movedDown(-moved) : t.stayed;
  return (
    <span
      className={styles.moved}
      data-direction={moved > 0 ? "up" : moved < 0 ? "down" : undefined}
      title={t.wasGiven(given)}
    >
      <Icon aria-hidden="true" />
      {moved !== 0 && <span aria-hidden="true">{Math.abs(moved)}</span>}
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

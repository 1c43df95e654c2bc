import { useState } from "react";
import { Card } from "../design/card.tsx";
import { Notice } from "../design/notice.tsx";
import { useConnection } from "../fleet-connection/use-fleet.ts";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import { similaritiesToCsv, similaritiesToJson, vectorsToJsonLines } from "./export-texts.ts";
import { shorten } from "./parse-texts.ts";
import { CopyMenu, NoModel, TaskFacts, TaskStatus } from "./result-parts.tsx";
import { similaritySamples } from "./samples.ts";
import { pairsByNearness } from "./similarity.ts";
import { SimilarityMatrix } from "./similarity-matrix.tsx";
import styles from "./similarity-view.module.css";
import { TextForm } from "./text-form.tsx";
import { TextMap } from "./text-map.tsx";
import { compareTexts, resultOf, type SimilarityResult, similarityTask } from "./text-tasks.ts";
import { textsWording } from "./texts-wording.ts";
import { useTextModels } from "./use-text-models.ts";

/** How many pairs are listed in words. */
const listedPairs = 5;

/** How near texts are to each other, by an embedding model. */
export function SimilarityView() {
  const t = useWording(textsWording);
  const connection = useConnection();
  const { models, error } = useTextModels("text2vec", similarityTask);
  const state = useStore(similarityTask.state);
  const inputs = useStore(similarityTask.inputs);
  const result = resultOf(state);
  const { model } = inputs;
  return (
    <>
      {models && models.length > 0 ? (
        <TextForm
          task={similarityTask}
          models={models}
          samples={Object.values(similaritySamples)}
          onSample={({ texts }) => similarityTask.change({ texts, separator: "line" })}
          label={t.texts}
          placeholder={t.textsPlaceholder}
          action={t.compareTexts}
          least={2}
          ready={connection !== undefined && model !== undefined}
          onRun={(texts) => {
            if (!connection || model === undefined) return;
            void similarityTask.run((asked, signal) => compareTexts(connection, model, texts, asked, signal));
          }}
        />
      ) : (
        <NoModel models={models} error={error} title={t.noEmbedding} how={t.howEmbedding} tabModel="lexical-embed" />
      )}
      <TaskStatus state={state} inputs={inputs} />
      {result && <Result result={result} key={result.texts.join("\n")} />}
    </>
  );
}

function Result({ result }: { result: SimilarityResult }) {
  const t = useWording(textsWording);
  const [active, setActive] = useState<number>();
  const { texts, vectors, matrix, points, shown } = result;
  const zeros = vectors.filter((vector) => vector.every((value) => value === 0)).length;
  return (
    <>
      {zeros > 0 && <Notice kind="warning">{t.zeros(zeros)}</Notice>}
      <Card
        title={t.matrix}
        actions={
          <CopyMenu
            csv={() => similaritiesToCsv(result)}
            json={() => similaritiesToJson(result)}
            vectors={() => vectorsToJsonLines(result)}
          />
        }
      >
        <p className={styles.lead}>{t.matrixLead}</p>
        <SimilarityMatrix texts={texts} matrix={matrix} active={active} onActive={setActive} />
        <TaskFacts end={result} extra={t.dimensions(vectors[0]?.length ?? 0)} />
      </Card>
      <div className={styles.pair}>
        <Card title={t.map}>
          <p className={styles.lead}>{t.mapLead(`${Math.round(shown * 100)} %`)}</p>
          <TextMap texts={texts} points={points} active={active} onActive={setActive} />
        </Card>
        <Card title={t.nearest}>
          <ol className={styles.nearest}>
            {pairsByNearness(matrix)
              .slice(0, listedPairs)
              .map(({ first, second, similarity }) => (
                <li key={`${first} ${second}`}>
                  <strong>{similarity.toFixed(2)}</strong>
                  <span>
                    <span>{shorten(texts[first] ?? "", 80)}</span>
                    <span>{shorten(texts[second] ?? "", 80)}</span>
                  </span>
                </li>
              ))}
          </ol>
        </Card>
      </div>
    </>
  );
}

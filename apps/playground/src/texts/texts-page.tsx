import { useLocation, useParams } from "wouter";
import { Page } from "../design/page.tsx";
import { SegmentedControl } from "../design/segmented-control.tsx";
import { useWording } from "../state/wording.ts";
import { RankingView } from "./ranking-view.tsx";
import { SimilarityView } from "./similarity-view.tsx";
import { textsWording } from "./texts-wording.ts";

/** What embedding models and rerankers make of texts. */
export default function TextsPage() {
  const t = useWording(textsWording);
  const [, navigate] = useLocation();
  const view = useParams()["*"] === "rerank" ? "rerank" : "similarity";
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <SegmentedControl
          label={t.view}
          value={view}
          choices={[
            { value: "similarity", label: t.similarity },
            { value: "rerank", label: t.rerank },
          ]}
          onChange={(next) => navigate(next === "rerank" ? "/texts/rerank" : "/texts")}
        />
      }
    >
      {view === "rerank" ? <RankingView /> : <SimilarityView />}
    </Page>
  );
}

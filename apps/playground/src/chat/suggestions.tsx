import type { ModelMetadata } from "@modelfleet/client";
import { useWording } from "../state/wording.ts";
import { chatWording } from "./chat-wording.ts";
import styles from "./suggestions.module.css";

/** Before the first question: something to begin with. The fleet in the tab has models for each. */
export function Suggestions({
  models,
  tab,
  onChoose,
}: {
  models: readonly ModelMetadata[] | undefined;
  tab: boolean;
  onChoose: (text: string, model?: string) => void;
}) {
  const t = useWording(chatWording);
  const running = (name: string) => (models?.some(({ model }) => model === name) ? name : undefined);
  const ideas: [text: string, model?: string | undefined][] = tab
    ? [
        [t.tryTour, running("storyteller")],
        [t.tryStart, running("guide")],
        [t.tryFailover, running("guide")],
        [t.tryLong, running("storyteller")],
      ]
    : [[t.tryExplain], [t.tryTable]];
  return (
    <div className={styles.scroll}>
      <div className={styles.suggestions}>
        <h1 className={styles.title}>{t.emptyTitle}</h1>
        <ul className={styles.ideas} data-ready={models !== undefined}>
          {ideas.map(([text, model]) => (
            <li key={text}>
              <button
                type="button"
                className={styles.idea}
                disabled={!models || models.length === 0}
                onClick={() => onChoose(text, model)}
              >
                <span>{text}</span>
                {tab && <span className={styles.model}>{model ?? " "}</span>}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

import { Trophy } from "lucide-react";
import { useEffect, useState } from "react";
import type { Generation } from "../chat/chat-session.ts";
import type { AnswerMessage } from "../chat/conversation.ts";
import { formatCount, formatDuration } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import styles from "./column-figures.module.css";
import { compareWording } from "./compare-wording.ts";
import { type Figures, figuresOf, liveFigures, type Measure } from "./figures.ts";

/** How often figures of an answer that is coming change: more often could not be read. */
const everyMs = 200;

const nothing: Figures = {
  firstTokenMs: undefined,
  perSecond: undefined,
  totalMs: undefined,
  tokens: undefined,
  estimated: false,
};

/** How fast a column answers, or answered. It has its place from the start, so that nothing moves. */
export function ColumnFigures({
  generation,
  answer,
  best,
}: {
  generation: Generation | undefined;
  answer: AnswerMessage | undefined;
  best: Record<Measure, number | undefined>;
}) {
  const t = useWording(compareWording);
  const language = useLanguage();
  const live = useLiveFigures(generation);
  const figures = live ?? (answer ? figuresOf(answer) : nothing);
  const about = (text: string) => (figures.estimated ? t.about(text) : text);
  const count = (value: number) => formatCount(value, language);
  const cells: [label: string, value: string | undefined, best: boolean][] = [
    [t.firstToken, map(figures.firstTokenMs, formatDuration), isBest("firstTokenMs")],
    [t.speed, map(figures.perSecond, (value) => about(t.perSecond(count(value)))), isBest("perSecond")],
    [t.total, map(figures.totalMs, formatDuration), isBest("totalMs")],
    [t.tokens, map(figures.tokens, (value) => about(count(value))), false],
  ];
  function isBest(measure: Measure): boolean {
    return !live && answer?.state === "complete" && best[measure] !== undefined && figures[measure] === best[measure];
  }
  return (
    <dl className={styles.figures}>
      {cells.map(([label, value, isTheBest]) => (
        <div key={label} data-best={isTheBest || undefined}>
          <dt>{label}</dt>
          <dd>
            {value ?? (
              <>
                <span aria-hidden="true">–</span>
                <span className="visually-hidden">{t.none}</span>
              </>
            )}
            {isTheBest && (
              <span className={styles.best} title={t.best}>
                <Trophy aria-hidden="true" />
                <span className="visually-hidden">{t.best}</span>
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function map<T, R>(value: T | undefined, to: (value: T) => R): R | undefined {
  return value === undefined ? undefined : to(value);
}

function useLiveFigures(generation: Generation | undefined): Figures | undefined {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!generation) return;
    const timer = setInterval(() => tick((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [generation]);
  return generation && liveFigures(generation.writer.answer, generation.writer.elapsedMs);
}

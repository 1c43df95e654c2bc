import { formatCount, formatDuration } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import styles from "./answer-details.module.css";
import { chatWording } from "./chat-wording.ts";
import { type AnswerMessage, tokensPerSecond } from "./conversation.ts";

/** Who answered, and how fast. */
export function AnswerDetails({ message }: { message: AnswerMessage }) {
  const t = useWording(chatWording);
  const language = useLanguage();
  const { instance, firstTokenMs, completionTokens, state, finishReason } = message;
  const speed = tokensPerSecond(message);
  const facts: [label: string, value: string][] = [];
  if (instance) facts.push([t.servedBy, instance]);
  if (firstTokenMs !== undefined) facts.push([t.firstToken, t.firstTokenIn(formatDuration(firstTokenMs))]);
  if (speed !== undefined) facts.push([t.speed, t.perSecond(formatCount(speed, language))]);
  if (completionTokens) facts.push([t.tokens, t.tokenCount(formatCount(completionTokens, language))]);
  const note = state === "stopped" ? t.stopped : finishReason === "length" ? t.cutShort : undefined;
  return (
    <dl className={styles.details}>
      {note && (
        <div>
          <dd className={styles.note}>{note}</dd>
        </div>
      )}
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="visually-hidden">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

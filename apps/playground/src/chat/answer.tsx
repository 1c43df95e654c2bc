import { RefreshCw } from "lucide-react";
import { memo } from "react";
import { Button } from "../design/button.tsx";
import { CopyButton } from "../design/copy-button.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { Notice } from "../design/notice.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { createStore, type Store, useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import { adviceFor } from "./advice.ts";
import styles from "./answer.module.css";
import { AnswerDetails } from "./answer-details.tsx";
import { chatWording } from "./chat-wording.ts";
import type { AnswerMessage } from "./conversation.ts";
import type { LiveAnswer } from "./live-answer.ts";
import { Thinking } from "./thinking.tsx";

interface AnswerProps {
  message: AnswerMessage;
  /** What there is of it, while it comes. */
  live: Store<LiveAnswer> | undefined;
  /** The last message keeps its actions in sight. */
  last: boolean;
  /** Whether the model is named above it. */
  named: boolean;
  /** Whether who answered, and how fast, stands below it. */
  details: boolean;
  onRegenerate: (() => void) | undefined;
}

const nothing = createStore<LiveAnswer | undefined>(undefined);

export const Answer = memo(
  function Answer({ message, live, last, named, details, onRegenerate }: AnswerProps) {
    const t = useWording(chatWording);
    const now = useStore<LiveAnswer | undefined>((live as Store<LiveAnswer | undefined> | undefined) ?? nothing);
    const coming = live !== undefined;
    const text = now?.text ?? message.text;
    const thinking = now?.thinking ?? message.thinking ?? "";
    return (
      <article className={styles.answer} aria-label={t.answerOf(message.model)} aria-busy={coming || undefined}>
        {named && <p className={styles.model}>{message.model}</p>}
        {thinking && <Thinking text={thinking} coming={coming && !text} />}
        {text ? (
          <Markdown text={text} growing={coming} />
        ) : (
          coming && !thinking && <p className={styles.waiting} role="presentation" title={t.waiting} />
        )}
        {message.images?.map((image, place) => (
          <img key={`${place} image`} className={styles.image} src={image} alt={t.answerOf(message.model)} />
        ))}
        {message.failure && (
          <Notice
            kind="danger"
            title={t.answerFailed}
            actions={
              onRegenerate && (
                <Button size="sm" icon={<RefreshCw aria-hidden="true" />} onClick={onRegenerate}>
                  {t.regenerate}
                </Button>
              )
            }
          >
            <p>{adviceFor(message.failure.code, t)}</p>
            <p className={styles.failure}>{message.failure.message}</p>
          </Notice>
        )}
        {/* Has its place while the answer comes, so that nothing jumps when it is there. */}
        <footer className={styles.footer} data-last={last} data-coming={coming}>
          {!coming && (
            <>
              <span className={styles.actions}>
                {text && <CopyButton text={text} label={t.copyAnswer} copiedLabel={t.copied} />}
                {/* What failed has a button of its own for it, in sight. */}
                {!message.failure && (
                  <IconButton
                    size="sm"
                    label={t.regenerate}
                    icon={<RefreshCw aria-hidden="true" />}
                    disabled={!onRegenerate}
                    onClick={onRegenerate}
                  />
                )}
              </span>
              {details && <AnswerDetails message={message} />}
            </>
          )}
        </footer>
      </article>
    );
  },
  (before, after) =>
    before.message === after.message &&
    before.live === after.live &&
    before.last === after.last &&
    before.named === after.named &&
    before.details === after.details &&
    (before.onRegenerate === undefined) === (after.onRegenerate === undefined),
);

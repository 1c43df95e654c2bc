import { ArrowDown } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../design/button.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import { useConnection } from "../fleet-connection/use-fleet.ts";
import { useStore } from "../state/store.ts";
import { type Spoken, useWording } from "../state/wording.ts";
import { Answer } from "./answer.tsx";
import type { ChatSession } from "./chat-session.ts";
import { chatWording } from "./chat-wording.ts";
import type { Message } from "./conversation.ts";
import styles from "./message-list.module.css";
import { Question } from "./question.tsx";
import { useStickToEnd } from "./use-stick-to-end.ts";

interface MessageListProps {
  session: ChatSession;
  /** Beside others of its kind: the name of the model, the figures of the last answer and announcements stand elsewhere. */
  column?: boolean;
  /** In place of the session's own. */
  onResend?: (connection: Connection, questionId: string, text: string) => void;
  onRegenerate?: (connection: Connection, answerId: string) => void;
}

export default function MessageList({ session, column = false, onResend, onRegenerate }: MessageListProps) {
  const t = useWording(chatWording);
  const connection = useConnection();
  const { messages, model } = useStore(session.conversation);
  const generation = useStore(session.generation);
  const scroll = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { atEnd, toEnd } = useStickToEnd(scroll, content);
  const coming = generation !== undefined;

  // A question of one's own is always followed.
  const asked = generation?.messageId;
  useEffect(() => {
    if (asked) toEnd();
  }, [asked, toEnd]);

  const last = messages.at(-1);
  return (
    <div className={styles.frame}>
      <div ref={scroll} className={styles.scroll}>
        <div ref={content} className={styles.messages}>
          {messages.map((message) =>
            message.role === "user" ? (
              <Question
                key={message.id}
                message={message}
                disabled={coming || !connection}
                onResend={(text) => {
                  if (!connection) return;
                  if (onResend) onResend(connection, message.id, text);
                  else void session.resend(connection, message.id, text);
                }}
              />
            ) : (
              <Answer
                key={message.id}
                message={message}
                live={generation?.messageId === message.id ? generation.writer.store : undefined}
                last={message === last}
                named={!column || message.model !== model}
                details={!column || message !== last}
                onRegenerate={
                  coming || !connection
                    ? undefined
                    : () =>
                        onRegenerate
                          ? onRegenerate(connection, message.id)
                          : void session.regenerate(connection, message.id)
                }
              />
            ),
          )}
        </div>
      </div>
      {!atEnd && (
        <Button size="sm" className={styles.toEnd} icon={<ArrowDown aria-hidden="true" />} onClick={() => toEnd(true)}>
          {t.toLatest}
        </Button>
      )}
      {/* Said when an answer begins and when it has ended, and not with each token. */}
      {!column && (
        <p className="visually-hidden" role="status">
          {announcement(last, t)}
        </p>
      )}
    </div>
  );
}

function announcement(last: Message | undefined, t: Spoken<typeof chatWording>): string {
  if (last?.role !== "assistant") return "";
  return { coming: t.answerComing, complete: t.answerCame, failed: t.answerFailed, stopped: t.stopped }[last.state];
}

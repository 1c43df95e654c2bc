import { ArrowDown } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../design/button.tsx";
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

export default function MessageList({ session }: { session: ChatSession }) {
  const t = useWording(chatWording);
  const connection = useConnection();
  const { messages } = useStore(session.conversation);
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
                onResend={(text) => connection && void session.resend(connection, message.id, text)}
              />
            ) : (
              <Answer
                key={message.id}
                message={message}
                live={generation?.messageId === message.id ? generation.writer.store : undefined}
                last={message === last}
                onRegenerate={coming || !connection ? undefined : () => void session.regenerate(connection, message.id)}
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
      <p className="visually-hidden" role="status">
        {announcement(last, t)}
      </p>
    </div>
  );
}

function announcement(last: Message | undefined, t: Spoken<typeof chatWording>): string {
  if (last?.role !== "assistant") return "";
  return { coming: t.answerComing, complete: t.answerCame, failed: t.answerFailed, stopped: t.stopped }[last.state];
}

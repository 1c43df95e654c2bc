import { Pencil } from "lucide-react";
import { type KeyboardEvent, memo, useState } from "react";
import { Button } from "../design/button.tsx";
import { CopyButton } from "../design/copy-button.tsx";
import { TextArea } from "../design/field.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { useWording } from "../state/wording.ts";
import { chatWording } from "./chat-wording.ts";
import type { UserMessage } from "./conversation.ts";
import styles from "./question.module.css";

interface QuestionProps {
  message: UserMessage;
  disabled: boolean;
  onResend: (text: string) => void;
}

export const Question = memo(
  function Question({ message, disabled, onResend }: QuestionProps) {
    const t = useWording(chatWording);
    const [draft, setDraft] = useState<string>();
    const resend = () => {
      if (!draft?.trim() || disabled) return;
      onResend(draft.trim());
      setDraft(undefined);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === "Escape") {
        // An answer that comes meanwhile goes on.
        event.preventDefault();
        setDraft(undefined);
      } else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        resend();
      }
    };
    if (draft !== undefined) {
      return (
        <article className={styles.editing} aria-label={t.editLabel}>
          <TextArea
            autoFocus
            aria-label={t.editLabel}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <div className={styles.editActions}>
            <Button size="sm" look="quiet" onClick={() => setDraft(undefined)}>
              {t.cancel}
            </Button>
            <Button size="sm" look="primary" disabled={disabled || !draft.trim()} onClick={resend}>
              {t.resend}
            </Button>
          </div>
        </article>
      );
    }
    return (
      <article className={styles.question} aria-label={t.youSaid}>
        {message.images.length > 0 && (
          <div className={styles.images}>
            {message.images.map((image, place) => (
              <img key={`${place} ${image.name}`} src={image.dataUrl} alt={image.name} />
            ))}
          </div>
        )}
        {message.text && <p className={styles.text}>{message.text}</p>}
        <div className={styles.actions}>
          <CopyButton text={message.text} label={t.copyMessage} copiedLabel={t.copied} />
          <IconButton
            size="sm"
            label={t.edit}
            icon={<Pencil aria-hidden="true" />}
            disabled={disabled}
            onClick={() => setDraft(message.text)}
          />
        </div>
      </article>
    );
  },
  // What resends closes over the session only.
  (before, after) => before.message === after.message && before.disabled === after.disabled,
);

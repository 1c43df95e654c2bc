import { ArrowUp, ImagePlus, Square, X } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, type Ref, useId, useRef, useState } from "react";
import { IconButton } from "../design/icon-button.tsx";
import { useToasts } from "../design/toast.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import { useConnection, useModels } from "../fleet-connection/use-fleet.ts";
import { useWording } from "../state/wording.ts";
import { chatWording } from "./chat-wording.ts";
import styles from "./composer.module.css";
import type { ImageAttachment } from "./conversation.ts";
import { acceptedImages, readImage, takesImages } from "./images.ts";

interface ComposerProps {
  /** Whom messages are for; none until the fleet has said who is there. */
  models: readonly string[];
  placeholder: string;
  coming: boolean;
  /** What stopping is called, where it is more than one answer. */
  stopLabel?: string;
  onSend: (connection: Connection, text: string, images: readonly ImageAttachment[]) => void;
  onStop: () => void;
  ref: Ref<HTMLTextAreaElement>;
}

/** The box that messages are written in. It can be written in before there is a fleet. */
export function Composer({ models, placeholder, coming, stopLabel, onSend, onStop, ref }: ComposerProps) {
  const t = useWording(chatWording);
  const toasts = useToasts();
  const connection = useConnection();
  const { data: known } = useModels();
  const [text, setText] = useState("");
  const [images, setImages] = useState<readonly ImageAttachment[]>([]);
  const chooser = useRef<HTMLInputElement>(null);
  const hintId = useId();

  const ready = connection !== undefined && models.length > 0;
  const sendable = ready && !coming && (text.trim() !== "" || images.length > 0);
  const takeImages = models.every((model) => takesImages(known?.find((entry) => entry.model === model)));

  const send = () => {
    if (!sendable) return;
    onSend(connection, text.trim(), images);
    setText("");
    setImages([]);
  };
  const add = async (files: Iterable<File>) => {
    for (const file of files) {
      const read = await readImage(file);
      if (typeof read === "string") {
        toasts.show(read === "too-large" ? t.imageTooLarge(file.name) : t.notAnImage(file.name), { danger: true });
      } else setImages((before) => [...before, read]);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The Enter that ends the writing of a Chinese word is not meant for the message.
    if (event.nativeEvent.isComposing || event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    void add(files);
  };

  return (
    <div className={styles.composer}>
      <div className={styles.box}>
        {images.length > 0 && (
          <ul className={styles.images}>
            {images.map((image, place) => (
              <li key={`${place} ${image.name}`} className={styles.image}>
                <img src={image.dataUrl} alt={image.name} />
                <IconButton
                  size="sm"
                  look="plain"
                  className={styles.remove}
                  label={t.removeImage(image.name)}
                  icon={<X aria-hidden="true" />}
                  onClick={() => setImages((before) => before.filter((other) => other !== image))}
                />
              </li>
            ))}
          </ul>
        )}
        {images.length > 0 && !takeImages && <p className={styles.imagesHint}>{t.imagesUnknown}</p>}
        <textarea
          ref={ref}
          className={styles.text}
          rows={1}
          aria-label={t.messageBox}
          aria-describedby={hintId}
          placeholder={placeholder}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className={styles.actions}>
          <input
            ref={chooser}
            type="file"
            hidden
            multiple
            accept={acceptedImages}
            onChange={(event) => {
              void add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
          <IconButton
            label={t.attach}
            icon={<ImagePlus aria-hidden="true" />}
            onClick={() => chooser.current?.click()}
          />
          <span id={hintId} className={styles.hint}>
            {ready ? t.hint : t.waitingForFleet}
          </span>
          {coming ? (
            <IconButton
              look="primary"
              className={styles.send}
              label={stopLabel ?? t.stop}
              keys="escape"
              icon={<Square aria-hidden="true" fill="currentColor" />}
              onClick={onStop}
            />
          ) : (
            <IconButton
              look="primary"
              className={styles.send}
              label={t.send}
              keys="enter"
              icon={<ArrowUp aria-hidden="true" />}
              disabled={!sendable}
              onClick={send}
            />
          )}
        </div>
      </div>
    </div>
  );
}

import { Disclosure } from "../design/disclosure.tsx";
import { useWording } from "../state/wording.ts";
import { chatWording } from "./chat-wording.ts";
import styles from "./thinking.module.css";

/** What a model thought before it answered; folded, as it is long and not the answer. */
export function Thinking({ text, coming }: { text: string; coming: boolean }) {
  const t = useWording(chatWording);
  return (
    <Disclosure summary={<span className={coming ? styles.coming : undefined}>{coming ? t.thinking : t.thought}</span>}>
      <p className={styles.text}>{text}</p>
    </Disclosure>
  );
}

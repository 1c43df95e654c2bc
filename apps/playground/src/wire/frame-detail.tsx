import { useState } from "react";
import { SegmentedControl } from "../design/segmented-control.tsx";
import { CodeBlock } from "../markdown/code-block.tsx";
import { formatCount } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import { formatAt, formatBytes, formatGap } from "./format-bytes.ts";
import styles from "./frame-detail.module.css";
import type { WireFrame } from "./frame-reader.ts";
import { type FrameText, type FrameView, prettyJson, rawText, textAt } from "./frame-text.ts";
import { hexDump } from "./hex-dump.ts";
import { wireWording } from "./wire-wording.ts";

const shownBytes = 64 * 1024;
const shownHexBytes = 4 * 1024;
const forms = ["json", "hex", "newText", "wholeText"] as const;
type Form = (typeof forms)[number];

const formOf: Record<FrameView, Form> = { raw: "json", delta: "newText", cumulative: "wholeText" };

/** One frame in whole. Begins in the form that the list is in. */
export function FrameDetail({ frames, index, view }: { frames: readonly WireFrame[]; index: number; view: FrameView }) {
  const t = useWording(wireWording);
  const language = useLanguage();
  const [form, setForm] = useState<Form>(formOf[view]);
  const frame = frames[index];
  if (!frame) return null;
  const { bytes } = frame;
  const limit = form === "hex" ? shownHexBytes : shownBytes;
  const isBytes = form === "json" || form === "hex";
  return (
    <section className={styles.detail} aria-labelledby="frame">
      <header className={styles.header}>
        <h3 id="frame" className={styles.title}>
          {t.frame(formatCount(index + 1, language))}
        </h3>
        <span className={styles.facts}>
          {formatAt(frame.atMs)} · +{formatGap(frame.gapMs)} · {formatBytes(bytes.length)}
        </span>
      </header>
      <div className={styles.forms}>
        <SegmentedControl
          label={t.form}
          value={form}
          choices={forms.map((value) => ({ value, label: t[value] }))}
          onChange={setForm}
        />
      </div>
      {isBytes && bytes.length > limit && (
        <p className={styles.facts}>{t.cut(formatBytes(limit), formatBytes(bytes.length))}</p>
      )}
      {form === "json" && <CodeBlock text={prettyJson(rawText(bytes.subarray(0, limit)))} language="json" />}
      {form === "hex" && <CodeBlock text={hexDump(bytes, limit)} language="hex" />}
      {form === "newText" && <Said said={newText(frame)} />}
      {form === "wholeText" && <Said said={textAt(frames, index)} />}
    </section>
  );
}

const newText = ({ output }: WireFrame): FrameText => ({
  thinking: output?.thinkingDelta ?? "",
  text: output?.delta ?? "",
});

function Said({ said: { thinking, text } }: { said: FrameText }) {
  const t = useWording(wireWording);
  if (!thinking && !text) return <p className={styles.facts}>{t.nothingNew}</p>;
  return (
    <>
      {thinking && <CodeBlock text={thinking} language={t.thinking} />}
      {text && <CodeBlock text={text} language="text" />}
    </>
  );
}

import { useState } from "react";
import { Button } from "../design/button.tsx";
import { SegmentedControl } from "../design/segmented-control.tsx";
import { createStore, useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import type { Gaps } from "./arrivals.ts";
import styles from "./frame-browser.module.css";
import { FrameDetail } from "./frame-detail.tsx";
import { FrameList } from "./frame-list.tsx";
import type { ReadFrames } from "./frame-reader.ts";
import type { FrameView } from "./frame-text.ts";
import { wireWording } from "./wire-wording.ts";

/** Kept from one request to the next: who compares them wants to see the same. */
const viewStore = createStore<FrameView>("delta");
const views = ["delta", "cumulative", "raw"] as const satisfies readonly FrameView[];

/** All frames of an answer, and one of them in whole. */
export function FrameBrowser({ read, rhythm, ended }: { read: ReadFrames; rhythm: Gaps | undefined; ended: boolean }) {
  const t = useWording(wireWording);
  const view = useStore(viewStore);
  const [chosen, setChosen] = useState<number>();
  const [follows, setFollows] = useState(false);
  const { frames, count } = read;
  if (count === 0) return <p className={styles.note}>{ended ? t.noFramesEver : t.noFrames}</p>;
  const selected = follows && !ended ? count - 1 : chosen;
  const choose = (index: number) => {
    setFollows(false);
    setChosen(index);
  };
  const longest = rhythm && rhythm.longestMs >= 1 ? rhythm.longestAt : undefined;
  return (
    <div className={styles.browser}>
      <div className={styles.tools}>
        <SegmentedControl
          label={t.view}
          value={view}
          choices={views.map((value) => ({ value, label: t[value] }))}
          onChange={(next) => viewStore.set(next)}
        />
        {!ended && (
          <Button size="sm" look="quiet" aria-pressed={follows} onClick={() => setFollows((before) => !before)}>
            {t.follow}
          </Button>
        )}
        {ended && longest !== undefined && (
          <Button size="sm" look="quiet" onClick={() => choose(longest)}>
            {t.goToGap}
          </Button>
        )}
      </div>
      <FrameList frames={frames} count={count} view={view} selected={selected} onSelect={choose} />
      {selected === undefined ? (
        <p className={styles.note}>
          {t.chooseFrame} {t.listHint}
        </p>
      ) : (
        <FrameDetail key={view} frames={frames} index={selected} view={view} />
      )}
    </div>
  );
}

import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { WithCode } from "../design/with-code.tsx";
import { useStore } from "../state/store.ts";
import { type Spoken, useWording } from "../state/wording.ts";
import { connectionDialog } from "./connection-dialog-store.ts";
import styles from "./connection-notice.module.css";
import type { ConnectionProblem } from "./connection-problem.ts";
import { connect, connectionStore } from "./connection-store.ts";
import { connectionWording } from "./connection-wording.ts";

/** Above every page while there is no connection: why, and what to do about it. */
export function ConnectionNotice() {
  const t = useWording(connectionWording);
  const state = useStore(connectionStore);
  if (state.status !== "failed") return null;
  const { target, problem } = state;
  const { title, advice, detail } = describe(t, problem, target.mode === "cluster" ? target.address : "");
  return (
    <div className={styles.notice}>
      <Notice
        kind="danger"
        title={title}
        actions={
          <>
            <Button size="sm" onClick={() => void connect(target)}>
              {t.retry}
            </Button>
            <Button size="sm" onClick={() => connectionDialog.set(true)}>
              {problem.kind === "token" ? t.enterToken : t.change}
            </Button>
            {target.mode === "cluster" && (
              <Button size="sm" look="quiet" onClick={() => void connect({ mode: "tab" })}>
                {t.useTab}
              </Button>
            )}
          </>
        }
      >
        {advice && (
          <p>
            <WithCode text={advice} />
          </p>
        )}
        {detail && <p className={styles.detail}>{detail}</p>}
      </Notice>
    </div>
  );
}

function describe(
  t: Spoken<typeof connectionWording>,
  problem: ConnectionProblem,
  address: string,
): { title: string; advice?: string; detail?: string } {
  switch (problem.kind) {
    case "mixed-content":
      return { title: t.mixedContent, advice: t.mixedContentAdvice(address) };
    case "cors":
      return { title: t.cors, advice: t.corsAdvice(address, location.origin) };
    case "unreachable":
      return { title: t.unreachable, advice: t.unreachableAdvice(address) };
    case "token":
      return { title: t.tokenWanted, advice: t.tokenWantedAdvice };
    case "not-a-controller":
      return { title: t.notAController, advice: t.notAControllerAdvice, detail: problem.message };
    case "other":
      return { title: t.other, detail: problem.message };
  }
}

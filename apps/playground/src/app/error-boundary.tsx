import { Component, type ReactNode } from "react";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { useWording } from "../state/wording.ts";
import styles from "./error-boundary.module.css";
import { shellWording } from "./shell-wording.ts";

/** Keeps a page that broke from taking the others with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Crashed error={this.state.error} />;
  }
}

function Crashed({ error }: { error: unknown }) {
  const t = useWording(shellWording);
  return (
    <div className={styles.crashed}>
      <Notice
        kind="danger"
        title={t.crashed}
        actions={
          <Button size="sm" onClick={() => location.reload()}>
            {t.reload}
          </Button>
        }
      >
        <p>{t.crashedAdvice}</p>
        <pre className={styles.message}>{error instanceof Error ? error.message : String(error)}</pre>
      </Notice>
    </div>
  );
}

import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./toast.module.css";

/** What became of an action, in a word or two; errors that need reading belong into a `Notice` on the page. */
export interface Toasts {
  show: (title: string, options?: { description?: string; danger?: boolean }) => void;
}

export function ToastProvider({ children, closeLabel }: { children: ReactNode; closeLabel: string }) {
  return (
    <Base.Provider timeout={5_000}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <ToastList closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className={styles.toast}
      data-danger={toast.type === "danger" ? "" : undefined}
    >
      <div className={styles.text}>
        <Base.Title className={styles.title} />
        <Base.Description className={styles.description} />
      </div>
      <Base.Close className={styles.close} aria-label={closeLabel}>
        <X aria-hidden="true" />
      </Base.Close>
    </Base.Root>
  ));
}

export function useToasts(): Toasts {
  const { add } = Base.useToastManager();
  return {
    show: (title, { description, danger } = {}) => {
      add({ title, description, type: danger ? "danger" : "plain", priority: danger ? "high" : "low" });
    },
  };
}

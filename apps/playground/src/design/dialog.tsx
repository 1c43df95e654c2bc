import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { classNames } from "./class-names.ts";
import styles from "./dialog.module.css";
import floating from "./floating.module.css";
import { IconButton } from "./icon-button.tsx";

const controls = "input, textarea, button, [role=combobox], [tabindex='0']";

/** Takes the whole attention until it is closed; focus goes back to where it was. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  closeLabel,
  children,
  footer,
  size = "md",
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  closeLabel: string;
  children?: ReactNode;
  /** Buttons; the one that is meant last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
}) {
  const popup = useRef<HTMLDivElement>(null);
  const main = useRef<HTMLDivElement>(null);
  const buttons = useRef<HTMLElement>(null);
  /** What the dialog is about, and not the button that closes it. A finger would bring up a keyboard with that. */
  const firstControl = (how: string): HTMLElement | null =>
    how === "touch"
      ? popup.current
      : (main.current?.querySelector<HTMLElement>(controls) ??
        buttons.current?.querySelector<HTMLElement>(controls) ??
        popup.current);
  return (
    <Base.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Base.Portal>
        <Base.Backdrop className={floating.backdrop} />
        <Base.Popup ref={popup} initialFocus={firstControl} className={classNames(styles.popup, styles[size])}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close
              render={<IconButton size="sm" label={closeLabel} keys="escape" icon={<X aria-hidden="true" />} />}
            />
          </header>
          {description && <Base.Description className={styles.description}>{description}</Base.Description>}
          {children && (
            <div ref={main} className={styles.body}>
              {children}
            </div>
          )}
          {footer && (
            <footer ref={buttons} className={styles.footer}>
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

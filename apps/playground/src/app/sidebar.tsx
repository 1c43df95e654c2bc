import { Languages, Search } from "lucide-react";
import { Link, useLocation } from "wouter";
import { IconButton } from "../design/icon-button.tsx";
import { Keys } from "../design/keys.tsx";
import { Menu, MenuChoices, MenuSeparator } from "../design/menu.tsx";
import { ConnectionStatus } from "../fleet-connection/connection-status.tsx";
import { type Language, preferences, type Theme } from "../state/preferences.ts";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import { pages } from "./pages.ts";
import { shellWording } from "./shell-wording.ts";
import styles from "./sidebar.module.css";

/** The same beside the page and in the drawer of a phone. */
export function Sidebar({
  slot,
  onNavigate,
  onPalette,
}: {
  slot: (element: HTMLElement | null) => void;
  onNavigate: () => void;
  onPalette: () => void;
}) {
  const t = useWording(shellWording);
  const [location] = useLocation();
  return (
    <div className={styles.sidebar}>
      <div className={styles.head}>
        <span className={styles.brand}>
          <img src="./favicon.svg" alt="" width="22" height="22" />
          modelfleet
        </span>
        <IconButton
          size="sm"
          label={t.commands}
          keys="mod+k"
          icon={<Search aria-hidden="true" />}
          onClick={() => {
            onNavigate();
            onPalette();
          }}
        />
      </div>
      <nav aria-label={t.navigation}>
        <ul className={styles.pages}>
          {pages.map(({ path, name, icon: Icon, keys }) => (
            <li key={path}>
              <Link
                href={path}
                className={styles.page}
                aria-current={location === path || location.startsWith(`${path}/`) ? "page" : undefined}
                onClick={onNavigate}
              >
                <Icon aria-hidden="true" />
                {t[name]}
                <span className={styles.keys}>
                  <Keys keys={keys} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div ref={slot} className={styles.slot} />
      <div className={styles.foot}>
        <ConnectionStatus onOpen={onNavigate} />
        <SettingsMenu />
      </div>
    </div>
  );
}

function SettingsMenu() {
  const t = useWording(shellWording);
  const { theme, language } = useStore(preferences);
  return (
    <Menu side="top" trigger={<IconButton size="sm" label={t.settings} icon={<Languages aria-hidden="true" />} />}>
      <MenuChoices<Theme>
        label={t.theme}
        value={theme}
        choices={[
          { value: "system", label: t.themeSystem },
          { value: "light", label: t.themeLight },
          { value: "dark", label: t.themeDark },
        ]}
        onChange={(next) => preferences.set((current) => ({ ...current, theme: next }))}
      />
      <MenuSeparator />
      <MenuChoices<Language>
        label={t.language}
        value={language}
        choices={[
          { value: "en", label: "English" },
          { value: "zh", label: "简体中文" },
        ]}
        onChange={(next) => preferences.set((current) => ({ ...current, language: next }))}
      />
    </Menu>
  );
}

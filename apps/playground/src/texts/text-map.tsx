import { useWording } from "../state/wording.ts";
import { labelledPoints, placePoints } from "./map-layout.ts";
import { shorten } from "./parse-texts.ts";
import styles from "./text-map.module.css";
import { textsWording } from "./texts-wording.ts";

/** The texts as points; the nearer, the more alike, as far as a plane can tell. */
export function TextMap({
  texts,
  points,
  active,
  onActive,
}: {
  texts: readonly string[];
  points: readonly { x: number; y: number }[];
  active: number | undefined;
  onActive: (place: number | undefined) => void;
}) {
  const t = useWording(textsWording);
  const placed = placePoints(points);
  const labelled = labelledPoints(placed);
  const shown = active === undefined ? undefined : texts[active];
  return (
    <div>
      <div className={styles.plane}>
        <ul className={styles.points} aria-label={t.map}>
          {placed.map(({ left, top }, place) => (
            <li
              key={`${place} ${texts[place]}`}
              className={styles.place}
              style={{ left: `${left}%`, top: `${top}%` }}
              data-active={active === place || undefined}
            >
              <button
                type="button"
                className={styles.point}
                aria-label={`${place + 1}: ${shorten(texts[place] ?? "", 200)}`}
                onFocus={() => onActive(place)}
                onBlur={() => onActive(undefined)}
                onPointerEnter={() => onActive(place)}
                onPointerLeave={() => onActive(undefined)}
              >
                {place + 1}
              </button>
              {labelled.has(place) && (
                <span className={styles.label} data-side={left > 60 ? "left" : "right"} aria-hidden="true">
                  {shorten(texts[place] ?? "", 16)}
                </span>
              )}
            </li>
          ))}
        </ul>
      </div>
      <p className={styles.readout}>
        {shown === undefined || active === undefined ? (
          t.readout
        ) : (
          <>
            <strong>{active + 1}</strong> {shorten(shown, 140)}
          </>
        )}
      </p>
    </div>
  );
}

import { useState } from "react";
import { useWording } from "../state/wording.ts";
import { shorten } from "./parse-texts.ts";
import { rangeOf } from "./similarity.ts";
import styles from "./similarity-matrix.module.css";
import { textsWording } from "./texts-wording.ts";

/** Up to where the numbers in the cells keep their contrast, in both themes. */
const deepest = 44;

const colourOf = (depth: number): string =>
  `color-mix(in oklab, var(--series-1) ${Math.round(depth * deepest)}%, var(--raised))`;

/** Without the sign that rounding leaves before a zero. */
const formatCosine = (value: number): string => value.toFixed(2).replace(/^-(?=0\.00$)/, "");

/** A table of numbers whose cells are the deeper in colour, the nearer two texts are. */
export function SimilarityMatrix({
  texts,
  matrix,
  active,
  onActive,
}: {
  texts: readonly string[];
  matrix: readonly (readonly number[])[];
  /** The text that is looked at, here or on the map. */
  active: number | undefined;
  onActive: (place: number | undefined) => void;
}) {
  const t = useWording(textsWording);
  const [pair, setPair] = useState<readonly [number, number]>();
  const { least, greatest } = rangeOf(matrix);
  const depth = (value: number) =>
    greatest === least ? 0 : Math.max(0, Math.min(1, (value - least) / (greatest - least)));
  const leave = () => {
    setPair(undefined);
    onActive(undefined);
  };
  return (
    <div>
      {/* Wide ones scroll by themselves, and so must be reachable by keyboard. */}
      <section className={styles.scroll} aria-label={t.matrix} tabIndex={0}>
        <table className={styles.matrix} data-few={texts.length <= 10 || undefined} onPointerLeave={leave}>
          <caption className="visually-hidden">{t.matrix}</caption>
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>
                {t.text}
              </th>
              {texts.map((text, place) => (
                <th key={`${place} ${text}`} scope="col" data-active={active === place || undefined}>
                  <span aria-hidden="true">{place + 1}</span>
                  <span className="visually-hidden">{t.number(place + 1)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((row, i) => (
              <tr key={`${i} ${texts[i]}`} data-active={active === i || undefined}>
                <th scope="row" onPointerEnter={() => onActive(i)}>
                  <span className={styles.name}>
                    <span className={styles.number}>{i + 1}</span>
                    <span className={styles.text}>{shorten(texts[i] ?? "", 60)}</span>
                  </span>
                </th>
                {row.map((value, j) => (
                  <td
                    key={`${j} ${texts[j]}`}
                    data-self={i === j || undefined}
                    data-shown={(pair?.[0] === i && pair[1] === j) || undefined}
                    style={i === j ? undefined : { backgroundColor: colourOf(depth(value)) }}
                    onPointerEnter={() => {
                      setPair([i, j]);
                      onActive(i);
                    }}
                  >
                    {formatCosine(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className={styles.below}>
        <p className={styles.readout}>
          {pair ? (
            <>
              <strong>{matrix[pair[0]]?.[pair[1]]?.toFixed(3)}</strong> {shorten(texts[pair[0]] ?? "", 70)}{" "}
              <span className={styles.and}>↔</span> {shorten(texts[pair[1]] ?? "", 70)}
            </>
          ) : (
            t.readout
          )}
        </p>
        <p className={styles.legend} aria-hidden="true">
          {formatCosine(least)} <span className={styles.ramp} /> {formatCosine(greatest)}
        </p>
      </div>
    </div>
  );
}

import * as v from "valibot";

type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type Flat<T> = { [K in keyof T]: T[K] };

/** The wire's snake_case object as ours: camelCase, and what may be null or absent is absent. */
type FromWire<T> = Flat<
  { [K in keyof T as null extends T[K] ? never : undefined extends T[K] ? never : Camel<K & string>]: T[K] } & {
    [K in keyof T as null extends T[K] ? Camel<K & string> : undefined extends T[K] ? Camel<K & string> : never]?:
      | NonNullable<T[K]>
      | undefined;
  }
>;

const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * An object as it comes over the wire: keys in snake_case, nulls where a value is missing, fields of other versions
 * among them. Reads as an object in camelCase without nulls and without the unknown fields.
 */
export function wireObject<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.GenericSchema<unknown, FromWire<v.InferOutput<v.ObjectSchema<Entries, undefined>>>> {
  // Once for each schema, not for each object: metrics come with every frame.
  const names = Object.keys(entries).map((key) => [key, camel(key)] as const);
  return v.pipe(
    v.object(entries),
    v.transform((value) => {
      const result: Record<string, unknown> = {};
      for (const [key, name] of names) {
        const field = (value as Record<string, unknown>)[key];
        if (field !== null && field !== undefined) result[name] = field;
      }
      return result as never;
    }),
  ) as never;
}

/**
 * One of our objects as the wire's: keys in snake_case, `undefined` and `null` omitted, because upstream's servers
 * refuse a null where they expect a number (`temperature: null` is a 422). Values are passed on as they are.
 */
export function toWire(value: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    if (field !== null && field !== undefined) result[snake(key)] = field;
  }
  return result;
}

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
    ? true
    : false;

type Expect<T extends true> = T;

type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<CamelCase<Lowercase<Tail>>>}`
  : S;

type Camelized<T> = T extends readonly (infer Item)[]
  ? Camelized<Item>[]
  : T extends object
    ? { [K in keyof T as CamelCase<K & string>]: Camelized<T[K]> }
    : T;

type Row = { user_id: number; home_address: { zip_code: string }[] };

export type Tests = [
  Expect<Equal<CamelCase<"created_at_utc">, "createdAtUtc">>,
  Expect<Equal<Camelized<Row>["homeAddress"], { zipCode: string }[]>>,
  Expect<Equal<keyof Camelized<Row>, "userId" | "homeAddress">>,
];

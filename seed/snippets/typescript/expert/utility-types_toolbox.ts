type Pretty<T> = { [K in keyof T]: T[K] } & {};

type RequireOnly<T, K extends keyof T> = Pretty<
  Partial<Omit<T, K>> & Required<Pick<T, K>>
>;

type PickByValue<T, V> = {
  [K in keyof T as T[K] extends V ? K : never]: T[K];
};

type ExactlyOne<T> = {
  [K in keyof T]: Pick<T, K> & { [Other in Exclude<keyof T, K>]?: never };
}[keyof T];

type Contact = { name: string; age: number; email: string; phone: string };
type Search = ExactlyOne<Pick<Contact, "email" | "phone">>;
type Draft = RequireOnly<Contact, "name">;
type Labels = Record<keyof PickByValue<Contact, string>, `${string}:`>;

const search: Search = { email: "ada@example.org" };
const draft: Draft = { name: search.email?.split("@")[0] ?? "?" };

type Slots<Text extends string> =
  Text extends `${string}{${infer Name}}${infer Rest}`
    ? Name | Slots<Rest>
    : never;

type Values<Text extends string> = { [Name in Slots<Text>]: string | number };

const messages = {
  hello: "Hello {name}, welcome back!",
  inbox: "{count} new of {total} messages",
  bye: "See you soon",
} as const;

type Messages = typeof messages;

export function say<Key extends keyof Messages>(
  key: Key,
  ...[values]: Slots<Messages[Key]> extends never
    ? []
    : [values: Values<Messages[Key]>]
): string {
  const known = new Map(Object.entries(values ?? {}));
  return messages[key].replace(/{(\w+)}/g, (_, name) => `${known.get(name)}`);
}

console.log(say("inbox", { count: 2, total: 40 }), say("bye"));

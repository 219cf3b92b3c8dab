type Split<Path extends string> = Path extends `${infer Head}.${infer Tail}`
  ? [Head, ...Split<Tail>]
  : [Path];

type Walk<T, Keys extends unknown[]> = Keys extends [infer Key, ...infer Rest]
  ? Key extends keyof T
    ? Walk<T[Key], Rest>
    : undefined
  : T;

function get<T, Path extends string>(
  root: T,
  path: Path,
): Walk<T, Split<Path>> {
  return path.split(".").reduce<any>((node, key) => node?.[key], root);
}

const config = { server: { port: 8080, hosts: ["a.example", "b.example"] } };
const port: number = get(config, "server.port");
const missing: undefined = get(config, "server.tls.key");
console.log(port + 1, missing ?? "no key", get(config, "server.hosts")[0]);

export interface Commands {
  "file.open": { path: string };
  "file.save": { path: string; force?: boolean };
}

type Run<N extends keyof Commands> = (input: Commands[N]) => void;
type Registry = { [N in keyof Commands]?: Run<N> };

const registry: Registry = {};

export function register<N extends keyof Commands>(name: N, run: Run<N>) {
  registry[name] = run as Registry[N];
  return () => void delete registry[name];
}

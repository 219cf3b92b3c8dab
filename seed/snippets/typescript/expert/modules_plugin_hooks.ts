export interface Plugin {
  enforce?: "pre" | "post";
  resolve?: (id: string) => string | undefined;
  transform?: (code: string, id: string) => string | undefined;
}

const phases = ["pre", undefined, "post"] as const;
const rank = ({ enforce }: Plugin) => phases.indexOf(enforce);

export function createHost(plugins: readonly (Plugin | false)[]) {
  const active = plugins
    .filter((plugin) => plugin !== false)
    .sort((a, b) => rank(a) - rank(b));
  return {
    resolve(id: string): string {
      for (const { resolve } of active) {
        const found = resolve?.(id);
        if (found) return found;
      }
      return id;
    },
    transform: (source: string, id: string): string =>
      active.reduce((code, p) => p.transform?.(code, id) ?? code, source),
  };
}

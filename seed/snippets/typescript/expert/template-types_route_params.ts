type Params<Path extends string> =
  Path extends `${string}:${infer Name}/${infer Rest}`
    ? { [K in Name | keyof Params<Rest>]: string }
    : Path extends `${string}:${infer Name}`
      ? { [K in Name]: string }
      : {};

type Handler<Path extends string> = (params: Params<Path>) => Response;

export class Routes {
  private readonly entries: [RegExp, (params: never) => Response][] = [];

  get<Path extends string>(path: Path, handler: Handler<Path>): this {
    const pattern = path.replace(/:(\w+)/g, "(?<$1>[^/]+)");
    this.entries.push([new RegExp(`^${pattern}$`), handler]);
    return this;
  }

  match(url: string): Response | undefined {
    for (const [pattern, handler] of this.entries) {
      const groups = pattern.exec(url)?.groups;
      if (groups) return handler(groups as never);
    }
  }
}

interface Api {
  "GET /books": { query?: { q: string }; reply: { title: string }[] };
  "POST /books": { body: { title: string }; reply: { id: number } };
}

type Route = keyof Api;
type Input<R extends Route> = Omit<Api[R], "reply">;

export const client =
  (origin: string, send: typeof fetch = fetch) =>
  async <R extends Route>(route: R, input: Input<R>) => {
    const [method, path] = route.split(" ") as [string, string];
    const { query, body }: { query?: {}; body?: {} } = input;
    const url = new URL(`${path}?${new URLSearchParams(query)}`, origin);
    const reply = await send(url, { method, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${route}: ${reply.status}`);
    return (await reply.json()) as Api[R]["reply"];
  };

export class Router {
  #routes = [];

  add(method, pattern, handler) {
    const source = pattern.replace(/:(\w+)/g, "(?<$1>[^/]+)");
    const regex = new RegExp(`^${source}/?$`);
    this.#routes.push({ method, regex, handler });
    return this;
  }

  async handle(request) {
    const { pathname, searchParams } = new URL(request.url);
    const query = Object.fromEntries(searchParams);
    for (const { method, regex, handler } of this.#routes) {
      const match = regex.exec(pathname);
      if (match && method === request.method) {
        const params = { ...match.groups };
        const body = await handler({ request, params, query });
        return Response.json(body);
      }
    }
    return Response.json({ error: "Not found" }, { status: 404 });
  }
}

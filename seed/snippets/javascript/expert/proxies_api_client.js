export function createApi(base, options = {}) {
  const build = (path) =>
    new Proxy(() => {}, {
      get: (_, segment) => build([...path, segment]),
      apply: async (_, __, [body, query = {}]) => {
        const [method, ...rest] = path.toReversed();
        const url = new URL(rest.reverse().join("/"), base);
        url.search = new URLSearchParams(query);
        const reply = await fetch(url, {
          ...options,
          method: method.toUpperCase(),
          headers: { "Content-Type": "application/json", ...options.headers },
          ...(body && { body: JSON.stringify(body) }),
        });
        if (reply.ok) {
          return reply.status === 204 ? null : reply.json();
        }
        throw new Error(`${url.pathname}: ${await reply.text()}`);
      },
    });
  return build([]);
}

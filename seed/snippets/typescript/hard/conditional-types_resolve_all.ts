type Resolved<T> = { [K in keyof T]: Awaited<T[K]> };

async function resolveAll<T extends object>(tasks: T): Promise<Resolved<T>> {
  const pending = Object.entries(tasks).map(
    async ([name, task]) => [name, await task] as const,
  );
  return Object.fromEntries(await Promise.all(pending)) as Resolved<T>;
}

const inbox = await resolveAll({
  owner: Promise.resolve("Ada"),
  unread: 3,
});
console.log(`${inbox.owner} has ${inbox.unread} messages`);

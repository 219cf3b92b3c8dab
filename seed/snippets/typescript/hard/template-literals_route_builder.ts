type Segment<Route extends string> = Route extends `${infer Head}/${infer Tail}`
  ? Segment<Head> | Segment<Tail>
  : Route extends `:${infer Name}`
    ? Name
    : never;

function href<Route extends string>(
  route: Route,
  values: Record<Segment<Route>, string | number>,
): string {
  const known = new Map(Object.entries(values));
  return route.replace(/:(\w+)/g, (_, name) => `${known.get(name)}`);
}

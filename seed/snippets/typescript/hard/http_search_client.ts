type Params = Record<string, string | number | string[] | undefined>;

export function withParams(base: string, params: Params): URL {
  const url = new URL(base);
  for (const [name, value] of Object.entries(params)) {
    if (Array.isArray(value)) {
      value.forEach((item) => url.searchParams.append(name, item));
    } else if (value !== undefined) {
      url.searchParams.set(name, `${value}`);
    }
  }
  return url;
}

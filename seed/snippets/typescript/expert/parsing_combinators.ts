type Hit<T> = { value: T; end: number };
type Parse<T> = (text: string, at: number) => Hit<T> | null;

const token = (pattern: RegExp): Parse<string> => {
  const sticky = new RegExp(pattern, "y");
  return (text, at) => {
    sticky.lastIndex = at;
    const [value] = sticky.exec(text) ?? [];
    return value ? { value, end: at + value.length } : null;
  };
};

const either =
  <A, B>(first: Parse<A>, second: Parse<B>): Parse<A | B> =>
  (text, at) =>
    first(text, at) ?? second(text, at);

const many =
  <T>(item: Parse<T>): Parse<T[]> =>
  (text, end) => {
    const value: T[] = [];
    for (let hit: Hit<T> | null; (hit = item(text, end)); { end } = hit) {
      value.push(hit.value);
    }
    return { value, end };
  };

const words = many(either(token(/\w+\s*/), token(/"[^"]*"\s*/)));

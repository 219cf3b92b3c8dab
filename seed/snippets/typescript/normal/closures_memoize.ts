function memoize<A, R>(compute: (input: A) => R): (input: A) => R {
  const known = new Map<A, R>();
  return (input) => {
    if (!known.has(input)) known.set(input, compute(input));
    return known.get(input) as R;
  };
}

const Size = { Small: "S", Large: "L" } as const;
type Size = (typeof Size)[keyof typeof Size];

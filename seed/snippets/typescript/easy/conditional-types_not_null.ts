type NotNull<T> = T extends null ? never : T;

const port: NotNull<number | null> = 8080;

type Resolved<T> = T extends Promise<infer Inner> ? Resolved<Inner> : T;

type Page = { title: string };
declare function load(path: string): Promise<Promise<Page>>;

const page: Resolved<ReturnType<typeof load>> = { title: "Home" };
console.log(page.title);

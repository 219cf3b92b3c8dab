type Article = { title: string; body: string; published: Date };
type Draft = Omit<Article, "published">;

const draft: Draft = { title: "Untitled", body: "" };

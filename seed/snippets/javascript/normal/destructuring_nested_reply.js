function summarize({ data: { user, posts = [] } = {}, error = null }) {
  if (error) return `failed: ${error.message}`;
  const [newest] = posts;
  const { name = "nobody" } = user ?? {};
  return `${name}: ${newest?.title ?? "no posts yet"}`;
}

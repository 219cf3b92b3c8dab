export function canEdit(user, post) {
  const isAuthor = user.id === post.authorId;
  return isAuthor || user.role === "admin";
}

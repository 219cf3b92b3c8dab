export function Editable({ user, post, children }) {
  const mine = post.author === user.id;
  const editor = user.roles.includes("editor");
  return (
    <fieldset disabled={post.locked || !(mine || editor)}>{children}</fieldset>
  );
}

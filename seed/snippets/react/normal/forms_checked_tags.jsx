export function TagFilter({ tags, onFilter }) {
  const change = ({ currentTarget }) =>
    onFilter(new FormData(currentTarget).getAll("tag"));
  const boxes = tags.map((tag) => (
    <input key={tag} type="checkbox" name="tag" value={tag} />
  ));
  return <form onChange={change}>{boxes}</form>;
}

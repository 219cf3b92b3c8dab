export function Tags({ tags }) {
  const items = tags.map((tag) => <li key={tag}>{tag}</li>);
  return <ul className="tags">{items}</ul>;
}

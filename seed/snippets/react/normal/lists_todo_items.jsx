export function TodoList({ todos, onToggle }) {
  return todos.map(({ id, title, done }) => (
    <label key={id}>
      <input type="checkbox" checked={done} onChange={() => onToggle(id)} />
      {done ? <s>{title}</s> : title}
    </label>
  ));
}

import { useReducer } from "react";

function pack(items, { add, toggle }) {
  if (add) return [...items, { id: items.length, name: add, packed: false }];
  return items.map((item) =>
    item.id === toggle ? { ...item, packed: !item.packed } : item,
  );
}

export function PackingList() {
  const [items, dispatch] = useReducer(pack, []);
  return (
    <section>
      <form action={(data) => dispatch({ add: data.get("name") })}>
        <input name="name" aria-label="Item" required />
      </form>
      {items.map(({ id, name, packed }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={packed}
            onChange={() => dispatch({ toggle: id })}
          />
          {name}
        </label>
      ))}
    </section>
  );
}

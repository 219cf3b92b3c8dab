import { useReducer } from "react";

const BLANK = { item: "", count: 1, price: 0 };
const edit = (rows, [at, change]) =>
  change ? rows.with(at, { ...rows[at], ...change }) : [...rows, BLANK];

export function Invoice() {
  const [rows, dispatch] = useReducer(edit, [BLANK]);
  const total = rows.reduce((sum, row) => sum + row.count * row.price, 0);
  const type = (at) => (event) => {
    const { name, value } = event.target;
    dispatch([at, { [name]: value }]);
  };
  return (
    <form>
      {rows.map((row, at) => (
        <p key={at} onChange={type(at)}>
          {Object.keys(BLANK).map((name) => (
            <input key={name} name={name} defaultValue={row[name]} />
          ))}
        </p>
      ))}
      <button type="button" onClick={() => dispatch([])}>
        Add to {total.toFixed(2)}
      </button>
    </form>
  );
}

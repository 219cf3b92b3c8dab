import { useMemo, useState } from "react";

const ORDERS = {
  newest: (one, other) => other.year - one.year,
  cheapest: (one, other) => one.price - other.price,
  title: (one, other) => one.title.localeCompare(other.title),
};

export function Bookshelf({ books }) {
  const [order, setOrder] = useState("newest");
  const sorted = useMemo(() => books.toSorted(ORDERS[order]), [books, order]);
  const choose = (event) => setOrder(event.target.value);
  return (
    <section>
      <select aria-label="Order" value={order} onChange={choose}>
        {Object.keys(ORDERS).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <ol>
        {sorted.map(({ isbn, title, year, price }) => (
          <li key={isbn}>
            {title} ({year}), {price} EUR
          </li>
        ))}
      </ol>
    </section>
  );
}

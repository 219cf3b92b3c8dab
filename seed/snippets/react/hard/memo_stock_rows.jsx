import { memo, useDeferredValue } from "react";

const Rows = memo(function Rows({ items, query }) {
  const found = items.filter(({ name }) => name.includes(query));
  return found.map(({ sku, name }) => <li key={sku}>{name}</li>);
});

export function StockList({ items, query }) {
  const settled = useDeferredValue(query);
  const opacity = settled === query ? 1 : 0.6;
  return (
    <ul style={{ opacity }}>
      <Rows items={items} query={settled} />
    </ul>
  );
}

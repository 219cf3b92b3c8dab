import { useState } from "react";

export function VirtualList({ items, rowHeight, height, render }) {
  const [top, setTop] = useState(0);
  const first = Math.max(Math.floor(top / rowHeight) - 3, 0);
  const count = Math.ceil(height / rowHeight) + 6;
  const place = (index) => ({
    position: "absolute",
    insetInline: 0,
    top: `${(first + index) * rowHeight}px`,
  });
  return (
    <div
      style={{ height, overflowY: "auto" }}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <ul style={{ position: "relative", height: items.length * rowHeight }}>
        {items.slice(first, first + count).map((item, index) => (
          <li key={item.id} style={place(index)}>
            {render(item, first + index)}
          </li>
        ))}
      </ul>
    </div>
  );
}

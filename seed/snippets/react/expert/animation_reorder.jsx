import { useLayoutEffect, useRef } from "react";

export function Reorder({ items, children }) {
  const list = useRef(null);
  const tops = useRef({});

  useLayoutEffect(() => {
    for (const node of list.current.children) {
      const { id } = node.dataset;
      const { top } = node.getBoundingClientRect();
      const moved = (tops.current[id] ?? top) - top;
      tops.current[id] = top;
      if (!moved) continue;
      const transform = [`translateY(${moved}px)`, "none"];
      node.animate({ transform }, { duration: 200, easing: "ease-out" });
    }
  }, [items]);

  return (
    <ul ref={list}>
      {items.map((item) => (
        <li key={item.id} data-id={item.id}>
          {children(item)}
        </li>
      ))}
    </ul>
  );
}

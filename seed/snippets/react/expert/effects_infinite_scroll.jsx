import { useEffect, useRef, useState } from "react";

export function Feed({ loadPage, renderItem }) {
  const [items, setItems] = useState([]);
  const [page, setPage] = useState(0);
  const sentinel = useRef(null);

  useEffect(() => {
    let ignore = false;
    loadPage(page).then((next) => {
      if (!ignore) setItems((loaded) => [...loaded, ...next]);
    });
    return () => {
      ignore = true;
    };
  }, [loadPage, page]);

  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry.isIntersecting) setPage((current) => current + 1);
    });
    observer.observe(sentinel.current);
    return () => observer.disconnect();
  }, []);

  return [...items.map(renderItem), <div key="end" ref={sentinel} />];
}

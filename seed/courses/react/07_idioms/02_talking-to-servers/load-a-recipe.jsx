import { useEffect, useState } from "react";

async function load(id, signal) {
  const response = await fetch(`/api/recipes/${id}`, { signal });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

export function Recipe({ id }) {
  const [shown, setShown] = useState({});

  useEffect(() => {
    const control = new AbortController();
    load(id, control.signal)
      .then((recipe) => setShown({ id, recipe }))
      .catch((error) => control.signal.aborted || setShown({ id, error }));
    return () => control.abort();
  }, [id]);

  if (shown.id !== id) return <p aria-busy>Looking it up...</p>;
  if (shown.error) return <p role="alert">{shown.error.message}</p>;
  return <h2>{shown.recipe.title}</h2>;
}

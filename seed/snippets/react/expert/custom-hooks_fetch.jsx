import { useEffect, useState } from "react";

export function useFetch(url, options) {
  const [state, setState] = useState({ status: "loading" });

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setState({ status: "loading" });
    fetch(url, { ...options, signal })
      .then((response) => {
        if (!response.ok) {
          throw new Error(`${response.status} ${response.statusText}`);
        }
        return response.json();
      })
      .then((data) => setState({ status: "done", data }))
      .catch((error) => {
        if (!signal.aborted) {
          setState({ status: "failed", error });
        }
      });
    return () => controller.abort();
  }, [url, options]);

  return state;
}

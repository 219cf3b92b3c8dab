import { useState } from "react";

export function useQueryParam(name) {
  const [value, setValue] = useState(() =>
    new URLSearchParams(location.search).get(name),
  );
  function write(next) {
    const url = new URL(location.href);
    if (next) url.searchParams.set(name, next);
    else url.searchParams.delete(name);
    history.replaceState(null, "", url);
    setValue(next);
  }
  return [value ?? "", write];
}

import { useEffect, useState } from "react";

export function useJson(url) {
  const [data, setData] = useState();
  useEffect(() => {
    let current = true;
    const show = (json) => current && setData(json);
    fetch(url)
      .then((response) => response.json())
      .then(show);
    return () => void (current = false);
  }, [url]);
  return data;
}

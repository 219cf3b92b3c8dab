import { useEffect, useState } from "react";

export function useTicker(url) {
  const [prices, setPrices] = useState({});
  useEffect(() => {
    const source = new EventSource(url);
    source.onmessage = ({ data }) => {
      const { symbol, price } = JSON.parse(data);
      setPrices((old) => ({ ...old, [symbol]: price }));
    };
    return () => source.close();
  }, [url]);
  return prices;
}

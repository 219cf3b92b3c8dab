import { useMemo } from "react";

export function useCartTotal(items, discount = 0) {
  return useMemo(() => {
    const costs = items.map((item) => item.price * item.amount);
    return costs.reduce((sum, cost) => sum + cost, -discount);
  }, [items, discount]);
}

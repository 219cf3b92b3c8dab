interface Order {
  id: number;
  items: { sku: string; quantity: number }[];
  paid: boolean;
}

let lastId = 0;

const anOrder = (overrides: Partial<Order> = {}): Order => ({
  id: ++lastId,
  items: [{ sku: "tea-250", quantity: 1 }],
  paid: false,
  ...overrides,
});

const [open, empty] = [anOrder({ paid: true }), anOrder({ items: [] })];
console.assert(open.id < empty.id && empty.items.length === 0);

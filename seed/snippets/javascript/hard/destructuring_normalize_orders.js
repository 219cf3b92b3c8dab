export function normalizeOrders(orders) {
  const tables = { orders: {}, customers: {}, items: {} };
  for (const { customer, lines = [], ...order } of orders) {
    tables.customers[customer.id] = { ...customer };
    for (const { item, quantity } of lines) {
      const { sold = 0 } = tables.items[item.id] ?? {};
      tables.items[item.id] = { ...item, sold: sold + quantity };
    }
    tables.orders[order.id] = { ...order, customerId: customer.id };
  }
  return tables;
}

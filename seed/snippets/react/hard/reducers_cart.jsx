export function cartReducer(cart, action) {
  switch (action.type) {
    case "added":
      return { ...cart, [action.id]: (cart[action.id] ?? 0) + 1 };
    case "removed": {
      const { [action.id]: _, ...rest } = cart;
      return rest;
    }
    case "cleared":
      return {};
    default:
      throw new Error(`Unknown action: ${action.type}`);
  }
}

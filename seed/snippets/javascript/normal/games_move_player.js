const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export function movePlayer({ x, y }, [dx, dy], board) {
  return {
    x: clamp(x + dx, 0, board.width - 1),
    y: clamp(y + dy, 0, board.height - 1),
  };
}

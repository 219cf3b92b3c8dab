export function hexToRgb(hex) {
  const value = Number.parseInt(hex.replace("#", ""), 16);
  return {
    red: value >> 16,
    green: (value >> 8) & 255,
    blue: value & 255,
  };
}

export function Swatch({ color, onPick }) {
  return (
    <button
      type="button"
      style={{ background: color }}
      onClick={() => onPick(color)}
    >
      {color}
    </button>
  );
}

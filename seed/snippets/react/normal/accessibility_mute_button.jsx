export function MuteButton({ muted, onChange }) {
  const label = muted ? "Turn sound on" : "Turn sound off";
  return (
    <button aria-label={label} onClick={() => onChange(!muted)}>
      {muted ? "off" : "on"}
    </button>
  );
}

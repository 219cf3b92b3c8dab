export const Volume = ({ level, onLevel }) => (
  <input type="range" value={level} onChange={(e) => onLevel(e.target.value)} />
);

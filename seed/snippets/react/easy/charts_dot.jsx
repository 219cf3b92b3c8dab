export const Dot = ({ x, y, color }) => (
  <circle cx={x} cy={y} r={4} fill={color} />
);

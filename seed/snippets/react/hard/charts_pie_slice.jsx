export function Slice({ from, to, radius, color }) {
  const point = (share) => {
    const angle = 2 * Math.PI * share;
    return `${radius * Math.sin(angle)} ${-radius * Math.cos(angle)}`;
  };
  const large = Number(to - from > 0.5);
  const arc = `A ${radius} ${radius} 0 ${large} 1 ${point(to)}`;
  return <path d={`M 0 0 L ${point(from)} ${arc} Z`} fill={color} />;
}

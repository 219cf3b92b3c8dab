function FullPrice({ net, tax = 0.2 }) {
  const gross = (net * (1 + tax)).toFixed(2);
  return <p className="price">{gross} EUR</p>;
}

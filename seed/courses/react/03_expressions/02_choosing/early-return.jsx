function Discount({ percent }) {
  if (!percent) return null;
  return (
    <p className="badge">
      Save <strong>{percent}%</strong> today
    </p>
  );
}

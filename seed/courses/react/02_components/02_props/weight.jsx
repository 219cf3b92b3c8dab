function Weight({ grams }) {
  return <span>{grams / 1000} kg</span>;
}

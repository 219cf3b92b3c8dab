export function splitBill(cents, people) {
  const share = Math.floor(cents / people);
  const leftover = cents % people;
  return Array.from({ length: people }, (_, seat) => {
    return seat < leftover ? share + 1 : share;
  });
}

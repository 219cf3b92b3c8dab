type Cents = number & { readonly unit: "cents" };

function splitBill(total: Cents, people: number): Cents[] {
  const share = Math.trunc(total / people);
  const leftover = total % people;
  return Array.from(
    { length: people },
    (_, person) => (person < leftover ? share + 1 : share) as Cents,
  );
}

const [host, ...guests] = splitBill(100_00 as Cents, 3);
console.log(host, guests.join(" + "));

type Payment =
  { method: "card"; last4: string } | { method: "transfer"; iban: string };

function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
}

function describe(payment: Payment): string {
  switch (payment.method) {
    case "card":
      return `Card ending in ${payment.last4}`;
    case "transfer":
      return `Transfer from ${payment.iban.slice(0, 4)}...`;
    default:
      return assertNever(payment);
  }
}

type Payment =
  | { kind: "cash"; tendered: number }
  | { kind: "card"; lastFour: string }
  | { kind: "voucher"; code: string };

function receiptLine(payment: Payment): string {
  switch (payment.kind) {
    case "cash":
      return `Cash: ${payment.tendered}`;
    case "card":
      return `Card ending in ${payment.lastFour}`;
    case "voucher":
      return `Voucher ${payment.code}`;
  }
}

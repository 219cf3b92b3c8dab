type Email = { address: string };
type Phone = { digits: string; country: number };

function contactLink(via: Email | Phone): string {
  if ("address" in via) {
    return `mailto:${via.address}`;
  }
  return `tel:+${via.country}${via.digits}`;
}

type Delivery = { state: "packed" } | { state: "travelling"; city: string };

function notice(delivery: Delivery): string {
  if (delivery.state === "packed") return "Ready to leave";
  return `On its way to ${delivery.city}`;
}

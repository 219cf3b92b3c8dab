type Trip = { from: string; to: string; km: number };

function describe({ from, to, km }: Trip): string {
  return `${from} to ${to}, ${km} km`;
}

const colors = {
  danger: "#d33",
  fine: "#3a3",
} satisfies Record<string, `#${string}`>;

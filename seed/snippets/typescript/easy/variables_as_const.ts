const origin = { x: 0, y: 0 } as const;
const limits = [0, 100] as const;

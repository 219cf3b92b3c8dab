const lengths: readonly number[] = [4, 8, 15];
const total = lengths.reduce((sum, one) => sum + one);

const scores: number[] = [7, 9];
scores.push(10);

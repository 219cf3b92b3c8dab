type Comfort = [low: number, high: number];
const indoors: Comfort = [18, 24];
const [low, high] = indoors;

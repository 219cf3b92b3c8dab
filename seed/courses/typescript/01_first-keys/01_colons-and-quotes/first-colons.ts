let city: string;
let visitors: number;

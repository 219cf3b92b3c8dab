type Check = (age: number) => boolean;
const adult: Check = (age) => age > 17;

type Clock = () => number;

const frozenClock: Clock = () => 86400;
const expiresIn = (clock: Clock): number => clock() + 3600;
console.assert(expiresIn(frozenClock) === 90000);

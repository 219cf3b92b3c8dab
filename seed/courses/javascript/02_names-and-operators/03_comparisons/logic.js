const isOpen = true;
const isFull = false;
const mayEnter = isOpen && !isFull;
const mustWait = !isOpen || isFull;
console.log(mayEnter, mustWait);

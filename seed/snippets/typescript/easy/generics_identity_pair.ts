const pair = <A, B>(first: A, second: B): [A, B] => [first, second];
const [name, age] = pair("Mia", 31);

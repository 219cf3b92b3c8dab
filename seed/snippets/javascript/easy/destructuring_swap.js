let first = "tea";
let second = "coffee";
[first, second] = [second, first];

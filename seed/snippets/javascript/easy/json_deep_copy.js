const original = { list: [1, 2, 3] };
const copy = structuredClone(original);
copy.list.push(4);

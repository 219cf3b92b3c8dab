const withDefault = (target, fallback) =>
  new Proxy(target, {
    get: (object, key) => object[key] ?? fallback,
  });

const backpack = withDefault({ rope: 2, lamp: 1 }, 0);
backpack.torch += 3;
console.log("Torches:", backpack.torch, "Maps:", backpack.map);
